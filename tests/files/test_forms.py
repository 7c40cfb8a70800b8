"""The field says what may come and, file by file, why one was not taken; it works without scripts."""

from django import forms
from django.utils.datastructures import MultiValueDict

from files.forms import FilesField
from files.kinds import Family
from tests.files.builders import SVG, pdf, picture, upload


class PostForm(forms.Form):
    files = FilesField(label="Files", required=False)


class PhotoForm(forms.Form):
    photo = FilesField(label="Photo", families=[Family.PICTURE], most=1, camera=True)


def post(form: type[forms.Form], name: str, *uploads):
    return form({}, MultiValueDict({name: list(uploads)}) if uploads else MultiValueDict())


def test_several_files_are_taken_in_their_order():
    form = post(PostForm, "files", upload(picture(), "b.png"), upload(pdf(), "a.pdf"))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["files"]] == ["b.png", "a.pdf"]


def test_no_file_is_an_empty_list_or_a_sentence():
    assert post(PostForm, "files").is_valid()
    assert post(PostForm, "files").fields["files"].clean(None) == []
    assert post(PhotoForm, "photo").errors == {"photo": ["Choose a file."]}


def test_each_refused_file_is_named_with_its_reason_beside_the_field():
    form = post(
        PostForm, "files", upload(SVG, "<b>x\u202e.png"), upload(pdf(), "a.pdf"), upload(b"", "n" * 300)
    )
    assert not form.is_valid()
    first, second = form.errors["files"]
    assert first.startswith("“<b>x.png”: Web pages and drawings")
    assert second == f"“{'n' * 48}…{'n' * 11}”: The file is empty."
    html = form["files"].as_field_group()
    assert "“&lt;b&gt;x.png”" in html
    assert 'aria-describedby="id_files_helptext id_files_error"' in html


def test_too_many_files_are_refused_before_any_is_looked_at():
    assert post(PostForm, "files", *[upload(SVG)] * 6).errors == {
        "files": ["Choose at most 5 files at once."]
    }
    assert post(PhotoForm, "photo", upload(picture()), upload(picture())).errors == {
        "photo": ["Choose one file only."]
    }


def test_a_family_that_was_not_asked_for_is_refused():
    assert "Only these can be added here: pictures" in str(post(PhotoForm, "photo", upload(pdf())).errors)


def test_the_field_tells_the_browser_and_the_reader_what_may_come():
    html = PostForm()["files"].as_field_group()
    assert '<input type="file" name="files"' in html
    assert " multiple" in html
    assert "application/pdf" in html
    assert "capture" not in html
    assert "svg" not in html
    assert "html" not in html
    assert (
        "Pictures (JPEG, PNG, WebP, GIF), PDF, documents, sheets and slides up to 20 MB; plain text up to 2 MB; "
        "sound (MP3, M4A, Ogg, WAV) up to 30 MB. At most 5 at once."
    ) in html
    assert PostForm().is_multipart()


def test_a_field_for_a_photo_opens_the_camera():
    html = PhotoForm()["photo"].as_field_group()
    assert 'capture="environment"' in html
    assert " multiple" not in html
    assert "application/pdf" not in html
    assert "Pictures (JPEG, PNG, WebP, GIF) up to 20 MB." in html


def test_a_browser_that_sends_the_field_without_a_file_is_understood():
    assert PostForm({}, {"files": []}).is_valid()
    assert not PostForm({}, MultiValueDict()).has_changed()
