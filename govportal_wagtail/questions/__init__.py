"""Citizens' questions: asked, routed, answered in time, published without personal data."""
