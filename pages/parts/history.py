"""The versions of a workspace, and the way back to one of them."""

import streamlit as st

from analytics import Workspace
from pages.parts.guard import View
from pages.parts.words import plain


def versions(view: View) -> None:
    """Each version with its files, newest first; one click makes an earlier one current again."""
    _, own = view.text, Workspace.open(view.folder)
    if not own.version:
        st.caption(_("There are no versions yet: the sample is shown."))
        return
    st.caption(_("Every load makes a new version. The last five are kept; any can come back."))
    for number in reversed(own.versions()):
        files = Workspace(view.folder, number).loads
        with st.container(horizontal=True, vertical_alignment="center", width=880):
            words = _("Version {n}: {files}", n=number, files=", ".join(files.file))
            st.markdown(f"**{plain(words)}**" if number == own.version else plain(words))
            st.space("stretch")
            if number == own.version:
                st.caption(_("shown now"))
            elif st.button(_("Bring back"), key=f"restore.{number}", icon=":material/history:"):
                own.restore(number, view.user.name)
                st.rerun()
