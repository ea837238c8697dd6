"""What of a DOCX cannot be read into a template, in sentences: what it is and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNREAD: dict[str, _StrPromise] = {
    "too_heavy": _(
        "The document could not be read in the time and memory that there are. Remove pictures, or divide it."
    ),
    "not_read": _(
        "The program could not make out this document: the fault is its own. Copy the text into a new document of "
        "Word and upload that, and tell support."
    ),
    "empty": _("The file is empty. Check that it is the right one and upload it again."),
    "too_large": _("The file is larger than 20 MB. Make its pictures smaller or remove them."),
    "too_long": _("The document is too long for a template. Divide it into several."),
    "encrypted": _(
        "The document is protected by a password. Remove the protection in Word and upload the file again."
    ),
    "macros": _(
        "There are macros or controls in the document. Save it as an ordinary document (.docx) and upload it again."
    ),
    "old_format": _("This is a document of an old kind (.doc). Open it in Word and save it as .docx."),
    "wrong_type": _("This is not a document of Word. Open it in Word or LibreOffice and save it as .docx."),
    "damaged": _(
        "The file is damaged or written only in part. Open it in Word, save it again and upload the new file."
    ),
    "strict": _("The document is saved as “Strict Open XML”. Save it in Word as “Word document (.docx)”."),
    "strange_parts": _(
        "There are parts in the file that no document has. Copy its text into a new document and upload that."
    ),
    "bomb": _(
        "The file unpacks to more than a document may hold. Copy its text into a new document and upload that."
    ),
    "dtd": _(
        "There are declarations of XML in the file that no document has. Copy its text into a new document "
        "and upload that."
    ),
    "external": _(
        "The document refers to files or addresses outside it. In Word, break the links (File – Info – Edit "
        "Links to Files) and detach the template."
    ),
    "embedded": _("Another file is embedded in the document. Delete it, or replace it by its text."),
    "alt_chunk": _(
        "A part of the document is a file of another kind inserted into it. Open the document in Word, save "
        "it again and upload the new file."
    ),
    "fonts": _(
        "Fonts are embedded in the document. In Word, turn it off: File – Options – Save – Embed fonts in the file."
    ),
    "tracked": _("There are tracked changes here. Accept or reject them all: Review – Accept."),
    "comment": _("There is a comment of Word here. Delete all of them: Review – Delete."),
    "footnote": _("There is a footnote here. Put its words into the text."),
    "text_box": _("There is a text box here. Put its words into the text or into a table without borders."),
    "shape": _(
        "There is a drawing here: a shape, a diagram, a line. Delete it; lines for signatures are typed by "
        "underscores."
    ),
    "floating": _("The picture floats over the text. In its layout options choose “In line with text”."),
    "picture": _("This picture cannot be used. Insert it anew as PNG of up to 2 MB."),
    "picture_in_text": _(
        "The picture stands among words. Put it into a paragraph of its own or into a cell of a table."
    ),
    "picture_in_running": _("There is a picture in the header or footer. Move it to the beginning of the document."),
    "break_in_running": _("There is a page break in the header or footer. Delete it."),
    "table_in_running": _(
        "There is a table in the header or footer. Move it to the beginning of the document or write it as "
        "paragraphs."
    ),
    "words_beside_number": _(
        "There are other words in one line with the number of the page. Put them into a line of their own."
    ),
    "page_number_in_text": _("The number of the page stands in the text. It may stand only in the header or footer."),
    "field": _(
        "There is a field of Word here (%(name)s). Replace it by plain words: select it and press Ctrl+Shift+F9."
    ),
    "bound": _("This content control takes its words from elsewhere. Delete the control and leave the words."),
    "formula": _("There is a formula here. Write it in words or signs."),
    "ruby": _("There are signs above the words here. Write them in the line."),
    "foreign": _("There is something here that a template cannot hold. Delete it or replace it by plain text."),
    "symbol": _("There is a sign here that only one font has. Replace it by an ordinary sign."),
    "hidden": _("The words here are hidden. Show them or delete them."),
    "struck": _("The words here are struck out. Delete them or remove the line through them."),
    "raised": _("Only digits may stand above or below the line. Write the rest in the line."),
    "capitals": _("All capitals are set here as a format. Take the format off; in a tag write “|upper”."),
    "columns": _("The text stands in several columns. Set one, or use a table without borders."),
    "frame": _("This paragraph stands in a frame. Remove the frame, or use a table without borders."),
    "page_size": _("The page is not A4. Set A4 in the layout of the page."),
    "sections": _(
        "The document has sections of different layout. Leave one: the same margins, direction of the page, "
        "headers and footers."
    ),
    "first_page_head": _(
        "The first page has words of its own in the header or footer. Make them the same on every page, or "
        "put them into the text."
    ),
    "even_page_head": _("Even and odd pages have different headers or footers. Make them the same."),
    "nested_table": _("There is a table inside a cell. Divide the cell instead, or put the table after this one."),
    "floating_table": _("The text flows around the table. In its properties choose no wrapping."),
    "broad_table": _("The table has more than 63 columns. Divide it."),
    "break_in_cell": _("There is a page break in a cell. Delete it."),
}
