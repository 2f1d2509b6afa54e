"""What the theme file cannot say: the logo, a few rules of style, touch, and a change of theme."""

import streamlit as st

from pages.parts.palette import palette

STEPS = """<g fill="#3F7AC4"><rect x="13" y="3" width="10" height="8" rx="1.5"/>
<rect x="7" y="13" width="22" height="8" rx="1.5"/>
<rect x="0" y="23" width="36" height="8" rx="1.5"/></g>"""
# The sidebar says where the tables lie; on a phone, where it is closed, the header does.
HUB = ":blue-badge[:material/hub: Spark]"
ICON = f"""<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36" viewBox="0 0 36 34">
{STEPS}</svg>"""
LOGO = f"""<svg xmlns="http://www.w3.org/2000/svg" width="232" height="34" viewBox="0 0 232 34">
{STEPS}<text x="44" y="25" font-family="'Source Sans','Source Sans 3','PingFang SC',
'Microsoft YaHei','Noto Sans CJK SC',sans-serif" font-size="23" font-weight="600" fill="#3F7AC4">
Regulars · 熟客</text></svg>"""
# A table's own toolbar is English only and its download is not guarded against formulas.
# Headlines and sentences break at spaces and punctuation, not inside a Chinese word.
# The small lines of a row of figures are level, though what is said above one may take two lines.
# What a cluster is asked is said below whatever part of the page is in view.
# Streamlit's "Stop" is English only and lies above what the bar offers there.
# The header is empty while the sidebar is open: the bar takes its place, beside the menu.
RULES = """<style>
[data-testid="stMainBlockContainer"]{padding-left:clamp(1rem,2.6vw,2.6rem);
padding-right:clamp(1rem,2.6vw,2.6rem)}
[data-testid="stMain"] h1{padding:0 0 .6rem;text-wrap:balance}
[data-testid="stMain"] :is(h1,p){word-break:keep-all;overflow-wrap:anywhere}
[data-testid="stMetricValue"]>div{line-height:1.25}
[data-testid="stMetric"] .stMarkdownEllipsis,[data-testid="stMetric"] .stMarkdownEllipsis p,
[data-testid="stMetricDeltaDescription"]{white-space:normal;overflow:visible}
:has(>[data-testid="stMetricDeltaDescription"]){flex-wrap:wrap}
[data-testid="stElementContainer"]:has(>[data-testid="stMetric"] [data-testid="stMetricChart"]),
[data-testid="stMetric"]:has([data-testid="stMetricChart"]){flex-grow:1;display:flex;
flex-direction:column;justify-content:space-between}
[data-testid="stElementToolbar"]{display:none}
[data-testid="stLayoutWrapper"]:has(>.st-key-waiting){position:fixed;bottom:.6rem;z-index:99;
width:auto;max-width:92%;padding:0 .6rem;border-radius:.5rem;background:var(--st-background-color)}
@media (min-width:768px){
[data-testid="stApp"]:has(#stSidebar[data-collapsed="false"]){
[data-testid="stMainBlockContainer"]{padding-top:.5rem}
[data-testid="stHeader"]{background:none}
[data-testid="stHeader"],[data-testid="stHeader"] *{pointer-events:none}
[data-testid="stMainMenu"],[data-testid="stMainMenu"] *{pointer-events:auto}
.st-key-bar{padding-right:1.6rem}}}
@media (max-width:767.9px){
[data-testid="stLayoutWrapper"]:has(>.st-key-hub){position:fixed;top:1.05rem;left:12.2rem;
z-index:999991;width:auto}}
@media (min-width:768px){[data-testid="stLayoutWrapper"]:has(>.st-key-hub){display:none}}
[data-testid="stStatusWidget"] button,.st-key-touch{display:none}
</style>"""
# On the accent stands the page's colour: Streamlit's white is 2.1 : 1 in the dark theme.
ON_ACCENT = """<style>
[data-testid="stMultiSelect"] [data-tag],[data-testid^="stBaseButton-primary"]:enabled{color:%s}
</style>"""
# Plotly answers a finger's own event with the point pressed before: by the mouse's event that
# browsers send after it, the point pressed now is chosen.
TOUCH = """<script>
window.regularsTouch ??= document.addEventListener("touchstart", (event) => {
  if (event.target.closest?.(".js-plotly-plot")) event.stopPropagation();
}, {capture: true, passive: true}) ?? true;
</script>"""


def apply() -> None:
    """The logo, the rules and how charts are touched, on every run."""
    st.logo(LOGO, size="small")
    st.html(RULES + ON_ACCENT % palette(st.context.theme.type == "dark").page)
    with st.container(key="touch"):
        st.html(TOUCH, unsafe_allow_javascript=True)


def follow() -> None:
    """Draws the page again when the reader changes the theme, which by itself runs nothing."""
    drawn = st.context.theme.type

    @st.fragment(run_every=5)
    def compare() -> None:
        if st.context.theme.type != drawn:
            st.rerun()

    compare()
