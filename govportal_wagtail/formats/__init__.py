"""How dates are typed in the languages whose usual order Django takes (``FORMAT_MODULE_PATH``).

Day before month everywhere: the portal prints dates that way in every language, and an editor whose
admin is in English would otherwise enter 5 November as 11 May.
"""
