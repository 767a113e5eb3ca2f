"""The fields that citizens ask about everywhere, with the words by which each is recognised.

The words are Vietnamese because the questions are. A site renames, extends or switches off what
does not fit it; nothing that exists is changed by setting up again.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .models import QuestionTopic

__all__ = ["TOPICS", "Topic", "load_topics"]


class Topic(NamedTuple):
    """A topic that a portal begins with."""

    code: str
    name: str
    name_en: str
    keywords: tuple[str, ...]


TOPICS: Final = (
    Topic(
        "dat-dai",
        "Đất đai",
        "Land",
        (
            *("đất đai", "thửa đất", "quyền sử dụng đất", "sổ đỏ", "sổ hồng", "tách thửa"),
            *("thu hồi đất", "chuyển mục đích sử dụng đất", "giấy chứng nhận quyền sử dụng"),
            *("tái định cư", "giải phóng mặt bằng", "ranh giới đất", "đất ở", "đất nông nghiệp"),
        ),
    ),
    Topic(
        "xay-dung",
        "Xây dựng - Nhà ở",
        "Construction and housing",
        (
            *("xây dựng", "giấy phép xây dựng", "quy hoạch", "nhà ở xã hội", "nhà chung cư"),
            *("hoàn công", "trật tự đô thị", "cấp nước", "thoát nước", "chung cư"),
        ),
    ),
    Topic(
        "ho-tich-cu-tru",
        "Hộ tịch - Cư trú - Chứng thực",
        "Civil status, residence and certification",
        (
            *("khai sinh", "khai tử", "kết hôn", "hộ tịch", "hộ khẩu", "cư trú", "thường trú"),
            *("tạm trú", "căn cước", "chứng thực", "công chứng", "lý lịch tư pháp", "quốc tịch"),
        ),
    ),
    Topic(
        "lao-dong-bao-hiem",
        "Lao động - Việc làm - Bảo hiểm",
        "Labour, employment and insurance",
        (
            *("lao động", "việc làm", "tiền lương", "bảo hiểm xã hội", "bảo hiểm thất nghiệp"),
            *("hợp đồng lao động", "thai sản", "hưu trí", "lương hưu", "nghỉ việc", "thôi việc"),
            *("bhxh", "bhtn", "làm thêm giờ", "hệ số lương", "nâng lương", "phụ cấp", "tinh giản"),
        ),
    ),
    Topic(
        "chinh-sach-xa-hoi",
        "Người có công - Chính sách xã hội",
        "Social policy",
        (
            *("người có công", "thương binh", "liệt sĩ", "trợ cấp xã hội", "bảo trợ xã hội"),
            *("hộ nghèo", "hộ cận nghèo", "người khuyết tật", "người cao tuổi", "trẻ em"),
        ),
    ),
    Topic(
        "giao-duc",
        "Giáo dục - Đào tạo",
        "Education and training",
        (
            *("giáo dục", "học sinh", "sinh viên", "giáo viên", "nhà giáo", "tuyển sinh"),
            *("học phí", "trường học", "mầm non", "văn bằng", "dạy thêm", "học bạ"),
        ),
    ),
    Topic(
        "y-te",
        "Y tế - Bảo hiểm y tế",
        "Health",
        (
            *("y tế", "bảo hiểm y tế", "bệnh viện", "khám bệnh", "chữa bệnh", "tiêm chủng"),
            *("dược phẩm", "nhà thuốc", "an toàn thực phẩm", "dịch bệnh", "hành nghề y"),
        ),
    ),
    Topic(
        "dau-tu-kinh-doanh",
        "Đầu tư - Kinh doanh - Thuế",
        "Investment, business and taxes",
        (
            *("doanh nghiệp", "đăng ký kinh doanh", "hộ kinh doanh", "đầu tư", "đấu thầu"),
            *("thuế", "hóa đơn", "lệ phí", "hợp tác xã", "giấy phép kinh doanh"),
        ),
    ),
    Topic(
        "giao-thong",
        "Giao thông - Vận tải",
        "Transport",
        (
            *("giao thông", "đường bộ", "giấy phép lái xe", "bằng lái", "đăng kiểm", "vận tải"),
            *("xe khách", "đăng ký xe", "cầu đường", "biển báo", "vi phạm giao thông"),
        ),
    ),
    Topic(
        "moi-truong",
        "Tài nguyên - Môi trường",
        "Natural resources and environment",
        (
            *("môi trường", "ô nhiễm", "rác thải", "chất thải", "nước thải", "khoáng sản"),
            *("tiếng ồn", "khí thải", "khai thác cát", "tài nguyên nước"),
        ),
    ),
    Topic(
        "nong-nghiep",
        "Nông nghiệp - Nông thôn",
        "Agriculture and rural areas",
        (
            *("nông nghiệp", "nông thôn mới", "chăn nuôi", "thủy sản", "trồng trọt", "thủy lợi"),
            *("lâm nghiệp", "rừng", "thú y", "tàu cá", "nuôi tôm"),
        ),
    ),
    Topic(
        "thu-tuc-hanh-chinh",
        "Thủ tục hành chính - Dịch vụ công trực tuyến",
        "Administrative procedures and online services",
        (
            *("thủ tục hành chính", "dịch vụ công", "một cửa", "hồ sơ trực tuyến", "vneid"),
            *("chuyển đổi số", "chữ ký số", "trả kết quả", "cán bộ", "công chức", "viên chức"),
        ),
    ),
)


def load_topics() -> int:
    """Create the topics that are missing, by code, and return how many there are."""
    for place, topic in enumerate(TOPICS, start=1):
        QuestionTopic.objects.get_or_create(
            code=topic.code,
            defaults={
                "name": topic.name,
                "name_en": topic.name_en,
                "keywords": "\n".join(topic.keywords),
                "sort_order": place * 10,
            },
        )
    return len(TOPICS)
