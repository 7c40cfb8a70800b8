"""What is stored of a picture is what was seen, and nothing that came along."""

import io

import pytest
from PIL import Image

from files import pictures
from files.errors import Refused
from files.upload_validation import validate
from tests.files.builders import HTML, archive, picture, telling_photo, telling_png, upload


def stored(content: bytes) -> tuple[Image.Image, bytes]:
    data = validate(upload(content)).content.read()
    return Image.open(io.BytesIO(data)), data


@pytest.mark.parametrize("content", [telling_photo(), telling_png()], ids=["jpeg", "png"])
def test_nothing_that_a_picture_tells_about_its_maker_is_kept(content):
    assert b"Canary" in content
    image, data = stored(content)
    valid = validate(upload(content))
    assert b"Canary" not in data
    assert b"Canary" not in valid.thumbnail
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_a_picture_is_turned_upright_before_its_orientation_is_forgotten():
    image, _data = stored(telling_photo())
    assert image.size == (32, 64)
    top, bottom = image.getpixel((16, 4)), image.getpixel((16, 60))
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]


@pytest.mark.parametrize("tail", [HTML, archive({"evil.class": b"\xca\xfe"}), b"<?php system($_GET[0]); ?>"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hangs_on_behind_a_picture_is_gone(kind, tail):
    _image, data = stored(picture(kind, mode="P" if kind == "GIF" else "RGB") + tail)
    assert tail not in data
    assert tail[:12] not in data


def test_only_the_first_picture_of_a_moving_one_is_kept():
    frames = [Image.new("P", (20, 20), n) for n in range(3)]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    image, _data = stored(content.getvalue())
    assert image.format == "PNG"
    assert getattr(image, "n_frames", 1) == 1


def test_a_large_photo_is_made_smaller_and_has_a_small_picture():
    valid = validate(upload(picture("JPEG", (6000, 3000))))
    assert (valid.width, valid.height) == (pictures.LONGEST, pictures.LONGEST // 2)
    assert Image.open(io.BytesIO(valid.thumbnail)).size == (480, 240)
    assert valid.room == valid.size + len(valid.thumbnail)


def test_a_picture_keeps_its_clear_parts_and_its_thumbnail_is_on_white():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    content = io.BytesIO()
    clear.save(content, "WEBP")
    valid = validate(upload(content.getvalue(), "sign.webp"))
    assert valid.content_type == "image/png"
    assert valid.name == "sign.png"
    assert Image.open(valid.content).getpixel((5, 5))[3] == 0
    assert Image.open(io.BytesIO(valid.thumbnail)).getpixel((5, 5)) == (255, 255, 255)


def test_a_line_one_pixel_high_is_a_picture():
    valid = validate(upload(picture("PNG", (9000, 1))))
    assert (valid.width, valid.height) == (4096, 1)


def test_too_many_pixels_are_refused_before_any_is_decoded(monkeypatch):
    def decoded(*_arguments):
        raise AssertionError("decoded")

    from tests.files.builders import png_bomb

    monkeypatch.setattr(Image.Image, "load", decoded)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    with pytest.raises(Refused, match="more than 50 million pixels"):
        validate(upload(png_bomb(8_000, 8_000)))
