"""The types of legal and administrative document and their abbreviations in a symbol.

Administrative types: Decree 30/2020/NĐ-CP, Article 7 and Annex III. Normative types: Law
64/2025/QH15, Article 4. The Vietnamese names are legal terms, hence data, not translations.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class DocumentType(NamedTuple):
    """One type of document; `abbreviation` is "" for types that have none (law, official dispatch).

    `slug` is stable and may be stored. `is_normative_capable` says that documents of this type can
    be normative, now or under an earlier law; the year in the symbol decides for a given document.
    """

    slug: str
    abbreviation: str
    name_vi: str
    name_en: str
    is_normative_capable: bool


DOCUMENT_TYPES: Final[tuple[DocumentType, ...]] = (
    DocumentType("hien-phap", "", "Hiến pháp", "Constitution", True),
    DocumentType("bo-luat", "", "Bộ luật", "Code", True),
    DocumentType("luat", "", "Luật", "Law", True),
    DocumentType("phap-lenh", "PL", "Pháp lệnh", "Ordinance", True),
    DocumentType("lenh", "L", "Lệnh", "Order", True),
    DocumentType("nghi-quyet", "NQ", "Nghị quyết", "Resolution", True),
    DocumentType("nghi-quyet-lien-tich", "NQLT", "Nghị quyết liên tịch", "Joint resolution", True),
    DocumentType("nghi-dinh", "NĐ", "Nghị định", "Decree", True),
    DocumentType("quyet-dinh", "QĐ", "Quyết định", "Decision", True),
    DocumentType("thong-tu", "TT", "Thông tư", "Circular", True),
    DocumentType("thong-tu-lien-tich", "TTLT", "Thông tư liên tịch", "Joint circular", True),
    DocumentType("chi-thi", "CT", "Chỉ thị", "Directive", True),
    DocumentType("van-ban-hop-nhat", "VBHN", "Văn bản hợp nhất", "Consolidated text", False),
    DocumentType("sac-lenh", "SL", "Sắc lệnh", "Decree-law", True),
    DocumentType("quy-che", "QC", "Quy chế", "Regulation", False),
    DocumentType("quy-dinh", "QyĐ", "Quy định", "Rules", False),
    DocumentType("thong-cao", "TC", "Thông cáo", "Communiqué", False),
    DocumentType("thong-bao", "TB", "Thông báo", "Notice", False),
    DocumentType("huong-dan", "HD", "Hướng dẫn", "Guideline", False),
    DocumentType("chuong-trinh", "CTr", "Chương trình", "Programme", False),
    DocumentType("ke-hoach", "KH", "Kế hoạch", "Plan", False),
    DocumentType("phuong-an", "PA", "Phương án", "Scheme", False),
    DocumentType("de-an", "ĐA", "Đề án", "Proposal", False),
    DocumentType("du-an", "DA", "Dự án", "Project", False),
    DocumentType("bao-cao", "BC", "Báo cáo", "Report", False),
    DocumentType("bien-ban", "BB", "Biên bản", "Minutes", False),
    DocumentType("to-trinh", "TTr", "Tờ trình", "Submission", False),
    DocumentType("hop-dong", "HĐ", "Hợp đồng", "Contract", False),
    DocumentType("cong-van", "", "Công văn", "Official dispatch", False),
    DocumentType("cong-dien", "CĐ", "Công điện", "Official telegram", False),
    DocumentType("ban-ghi-nho", "BGN", "Bản ghi nhớ", "Memorandum", False),
    DocumentType("ban-thoa-thuan", "BTT", "Bản thỏa thuận", "Agreement", False),
    DocumentType("giay-uy-quyen", "GUQ", "Giấy ủy quyền", "Power of attorney", False),
    DocumentType("giay-moi", "GM", "Giấy mời", "Invitation", False),
    DocumentType("giay-gioi-thieu", "GGT", "Giấy giới thiệu", "Letter of introduction", False),
    DocumentType("giay-nghi-phep", "GNP", "Giấy nghỉ phép", "Leave permit", False),
    DocumentType("phieu-gui", "PG", "Phiếu gửi", "Dispatch slip", False),
    DocumentType("phieu-chuyen", "PC", "Phiếu chuyển", "Transfer slip", False),
    DocumentType("phieu-bao", "PB", "Phiếu báo", "Notification slip", False),
    DocumentType("thu-cong", "", "Thư công", "Official correspondence", False),
    DocumentType("ket-luan", "KL", "Kết luận", "Conclusion", False),
)

TYPES_BY_SLUG: Final = {kind.slug: kind for kind in DOCUMENT_TYPES}
TYPES_BY_ABBREVIATION: Final = {kind.abbreviation: kind for kind in DOCUMENT_TYPES if kind[1]}
