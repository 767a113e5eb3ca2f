"""Vietnamese words from which realistic, meaningless documents are made; the same every time."""

from __future__ import annotations

import random
from typing import Final


def listed(words: str) -> list[str]:
    """The words of a text."""
    return words.split()


#: The syllables of official prose, common ones several times, as in a real register.
SYLLABLES: Final = listed(
    "quy định quản lý nhà nước tổ chức thực hiện chính sách hỗ trợ phát triển kinh tế xã hội đất "
    "đai giá bồi thường giải phóng mặt bằng tái định cư dự án đầu tư xây dựng công trình giao "
    "thông nông nghiệp nông thôn môi trường tài nguyên khoáng sản nước sạch rừng phòng hộ giáo dục "
    "đào tạo y tế bảo hiểm lao động việc làm người có công trẻ em phụ nữ thanh niên văn hóa thể "
    "thao du lịch di sản lễ hội khoa học công nghệ chuyển đổi số thông tin truyền thông cải cách "
    "hành chính thủ tục một cửa cán bộ công chức viên chức tuyển dụng biên chế ngân sách thu chi "
    "phí lệ định mức tiêu chuẩn kỹ thuật an toàn giao nhiệm vụ phân cấp ủy quyền kiểm tra giám sát "
    "xử phạt vi phạm khiếu nại tố cáo tiếp dân biên giới quốc phòng an ninh phòng cháy chữa cháy "
    "cứu nạn thiên tai dịch bệnh gia súc gia cầm thủy lợi chợ thương mại xuất nhập khẩu doanh "
    "nghiệp hợp tác xã khu công nghiệp cụm quy hoạch đô thị nhà ở kiến trúc hạ tầng điện lực năng "
    "lượng bưu chính viễn thông vận tải đường bộ bến bãi phương tiện đăng ký hộ tịch chứng thực"
)
OPENINGS: Final = (
    "Ban hành Quy định về",
    "Ban hành Quy chế",
    "Sửa đổi, bổ sung một số điều của Quy định về",
    "Phê duyệt Đề án",
    "Phê duyệt kế hoạch",
    "Về việc tăng cường",
    "Quy định mức hỗ trợ",
    "Phân cấp thẩm quyền",
    "Bãi bỏ văn bản về",
    "Công bố danh mục",
)
_FAMILY: Final = listed("Nguyễn Trần Lê Phạm Hoàng Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
_MIDDLE: Final = listed("Văn Thị Đức Minh Quang Thanh Hữu Ngọc Xuân Công")
_GIVEN: Final = listed("An Bình Cường Dũng Giang Hà Hải Hùng Khánh Lan Long Mai Nam Phúc Quân Sơn")


def phrase(chance: random.Random, shortest: int, longest: int) -> str:
    """Syllables in a row, separated by spaces."""
    return " ".join(chance.choices(SYLLABLES, k=chance.randint(shortest, longest)))


def abstract(chance: random.Random) -> str:
    """A subject line of the length that registers have: 60 to 300 characters."""
    return f"{chance.choice(OPENINGS)} {phrase(chance, 8, 45)} trên địa bàn tỉnh"


def names(chance: random.Random, count: int) -> list[str]:
    """Different full names."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = " ".join(map(chance.choice, (_FAMILY, _MIDDLE, _GIVEN)))
        found[name] = None
    return list(found)


def full_text(chance: random.Random, articles: int) -> str:
    """The text of a document with chapters, articles and clauses; about 500 characters each."""
    lines = ["ỦY BAN NHÂN DÂN", "QUYẾT ĐỊNH", "Căn cứ Luật Tổ chức chính quyền địa phương;"]
    for number in range(1, articles + 1):
        if number % 8 == 1:
            lines += [f"Chương {'I' * (number // 8 + 1)}", phrase(chance, 3, 6).upper()]
        lines.append(f"Điều {number}. {phrase(chance, 4, 10).capitalize()}")
        lines += [f"{n}. {phrase(chance, 20, 45).capitalize()}." for n in range(1, 4)]
    return "\n".join(lines)
