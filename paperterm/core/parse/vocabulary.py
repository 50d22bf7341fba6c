"""The words of reading lists: venues, labels of links, names of columns and fields, headings that say what is below.

Lives here: tables, in English and Chinese, and the one way to look a word up in them.
Must not: hold a rule for one list, or read any structure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from paperterm.core.model import Kind, LinkKind


def words(text: str) -> frozenset[str]:
    """The words of a table; `_` stands for a blank within one."""
    return frozenset(word.replace("_", " ") for word in text.split())


# With the marks around it; no table holds a word half as long.
_LONGEST_LABEL = 80
_NO_WORD = re.compile(r"[\W_]+")
# What is ASCII is translated as bytes, which is several times quicker.
_ASCII_KEY = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))


@lru_cache(maxsize=4096)
def plain_key(text: str) -> str:
    """`text` for looking up: lower case, letters and digits only, single blanks."""
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII_KEY).decode().split())
    return _NO_WORD.sub(" ", text.casefold()).strip()


LINK_LABELS: dict[LinkKind, frozenset[str]] = {
    LinkKind.CODE: words(
        "code codes github git gitlab gitee pytorch torch tensorflow tensorflow_2 tf tf2 keras jax caffe"
        " caffe2 matlab mxnet paddle theano chainer mindspore implementation implementations repo repos"
        " repository repositories source sources source_code source-code official offical unofficial pytroch"
        " codebase toolkit software library 代码 源码 开源 开源代码 代码链接 实现 官方代码 仓库 項目代码 源代码"
        " 项目代码 github地址 notebook colab コード 実装 ソースコード 코드 구현 código quelltext quellcode"
    ),
    LinkKind.PAPER: words(
        "paper papers pdf arxiv abs abstract doi acm ieee ieeexplore openreview cvf thecvf springer html"
        " fulltext full_text paper_link preprint publication publications biorxiv medrxiv ssrn report"
        " technical_report tech_report article_pdf bib proceedings manuscript thesis supp supplementary"
        " supplement appendix 论文 原文 论文链接 论文地址 文章 链接论文 paper_pdf pdf_link arxiv_link"
        " リンク先論文 論文pdf 論文url 원문 원문_링크 原論文 論文リンク 논문_링크 volltext texte_intégral"
        " texto_completo artículo"
        " acl_anthology dl ps psz openaccess supplementary_material ojs"
    ),
    LinkKind.PROJECT: words(
        "project projects github_page github_pages page homepage home website web site webpage project_page"
        " project_website demo demos online_demo live_demo app space spaces 主页 项目 项目主页 网站 官网 演示 首页"
        " 项目地址 playground interactive_demo"
    ),
    LinkKind.DATA: words(
        "data dataset datasets benchmark corpus 数据 数据集 数据链接 数据集链接 下载 downloads download"
    ),
    LinkKind.MODEL: words(
        "model models weights checkpoint checkpoints huggingface hugging_face hf 模型 权重 model_card"
        " modelscope pretrained_model pretrained_models pretrained model_zoo ckpt"
    ),
    LinkKind.VIDEO: words(
        "video videos youtube talk talks presentation bilibili vimeo oral recording lecture demo_video film movie"
        " trailer webinar 视频"
        " 讲解视频 b站"
    ),
    LinkKind.SLIDES: words("slides slide ppt pptx poster keynote deck 幻灯片 海报 课件"),
    LinkKind.BLOG: words(
        "blog blogs post posts blog_post blogpost zhihu medium article articles tutorial tutorials news press"
        " explained summary summaries 博客 知乎 解读 论文解读 中文解读 公众号 阅读笔记 笔记 介绍 博文 相关blog"
        " 리뷰 블로그 ブログ 解説"
        " csdn 文章解读 twitter thread tweet reddit annotated explanation"
    ),
    LinkKind.OTHER: words(
        "review reviews notes note bibtex cite citation discussion forum comments 评论 讨论 引用 google_scholar"
        " 谷歌学术 个人主页 personal_page personal_homepage linkedin"
    ),
}
SAY_NOTHING = words(
    "リンク 링크 verweis verweise lien liens enlace enlaces"
    " link links here web url this more details info information 链接 地址 点击 详情 这里 view see open external"
)
"""Labels after which the host decides."""

_LABEL_KIND = {word: kind for kind, table in LINK_LABELS.items() for word in table}

CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "gitee.com", "codeberg.org", "sourceforge.net", "git.sr.ht")
_HOSTS: dict[LinkKind, tuple[str, ...]] = {
    LinkKind.CODE: (*CODE_HOSTS, "gist.github.com", "code.google.com", "colab.research.google.com", "gitlab."),
    LinkKind.PAPER: (
        *("arxiv.org", "openreview.net", "aclanthology.org", "aclweb.org", "doi.org", "dl.acm.org", "acm.org"),
        *("ieeexplore.ieee.org", "ieee.org", "computer.org", "sciencedirect.com", "springer.com", "springeropen.com"),
        *("nature.com", "science.org", "sciencemag.org", "proceedings.", "papers.nips.cc", "nips.cc", "neurips.cc"),
        *(
            "thecvf.com",
            "cv-foundation.org",
            "ecva.net",
            "jmlr.org",
            "mlr.press",
            "isca-speech.org",
            "isca-archive.org",
        ),
        *("semanticscholar.org", "biorxiv.org", "medrxiv.org", "ssrn.com", "hal.science", "archives-ouvertes.fr"),
        *("wiley.com", "tandfonline.com", "sagepub.com", "mdpi.com", "frontiersin.org", "plos.org", "pnas.org"),
        *("ijcai.org", "aaai.org", "usenix.org", "researchgate.net", "citeseerx.ist.psu.edu", "jstor.org", "cell.com"),
        *("ncbi.nlm.nih.gov", "iacr.org", "oup.com", "cambridge.org", "mitpressjournals.org", "direct.mit.edu"),
        *("bmva.org", "bmvc2022.mpi-inf.mpg.de", "eurographics.org", "roboticsproceedings.org", "vldb.org", "osf.io"),
        *("academia.edu", "scholar.archive.org", "techrxiv.org", "chemrxiv.org", "worldscientific.com", "distill.pub"),
        *("research.google/pubs", "research.google.com/pubs", "microsoft.com/en-us/research/publication"),
        *("research.facebook.com/publications", "ai.meta.com/research/publications", "paperswithcode.com/paper"),
        *("projecteuclid.org", "siam.org", "royalsocietypublishing.org", "iopscience.iop.org", "aps.org"),
        *(
            "annualreviews.org",
            "nowpublishers.com",
            "elifesciences.org",
            "jmir.org",
            "bmj.com",
            "nejm.org",
            "thelancet.com",
        ),
        *("biomedcentral.com", "hindawi.com", "emerald.com", "scitepress.org", "dagstuhl.de", "ceur-ws.org"),
        *("europepmc.org", "hdl.handle.net", "transformer-circuits.pub", "deepai.org/publication", "rfc-editor.org"),
        *("ojs.", "papers.", "conferences.", "dspace.", "eprints."),
        *("jamanetwork.com", "ahajournals.org", "rsna.org", "pubmed.ncbi.nlm.nih.gov", "embopress.org", "karger.com"),
        *("lww.com", "acpjournals.org", "cochranelibrary.com", "rsc.org", "acs.org", "scitation.org", "ams.org"),
        *("degruyter.com", "brill.com", "ideas.repec.org", "nber.org", "aeaweb.org", "philpapers.org", "muse.jhu.edu"),
        *("heinonline.org", "numdam.org", "eudml.org", "scipost.org", "spiedigitallibrary.org", "optica.org"),
        *("ndss-symposium.org/ndss-paper", "asmedigitalcollection.asme.org", "arc.aiaa.org", "psycnet.apa.org"),
        *("ar5iv.org", "alphaxiv.org", "cidrdb.org", "sigmod.org", "dblp.org", "arxiv-vanity.com", "papers.cool"),
    ),
    LinkKind.VIDEO: ("youtube.com", "youtu.be", "bilibili.com", "vimeo.com", "slideslive.com", "videolectures.net"),
    LinkKind.SLIDES: ("slideshare.net", "speakerdeck.com", "docs.google.com/presentation"),
    LinkKind.BLOG: (
        *("medium.com", "zhihu.com", "mp.weixin.qq.com", "csdn.net", "jianshu.com", "cnblogs.com", "juejin.cn"),
        *("substack.com", "towardsdatascience.com", "blog.", "blogs.", "dev.to", "notion.site", "segmentfault.com"),
        *(
            "ai.googleblog.com",
            "blogspot.com",
            "wordpress.com",
            "jiqizhixin.com",
            "lilianweng.github.io",
            "huggingface.co/blog",
        ),
    ),
    LinkKind.DATA: (
        "kaggle.com/datasets",
        "zenodo.org",
        "pubchem.ncbi.nlm.nih.gov",
        "huggingface.co/datasets",
        "paperswithcode.com/dataset",
    ),
    LinkKind.MODEL: ("huggingface.co", "modelscope.cn", "hf.co"),
    LinkKind.PROJECT: (
        "github.io",
        "sites.google.com",
        "huggingface.co/spaces",
        "gitlab.io",
        "netlify.app",
        "vercel.app",
    ),
}
_HOST_PATHS = (
    ("huggingface.co/papers", LinkKind.PAPER),
    *((host, kind) for kind, hosts in _HOSTS.items() for host in hosts if "/" in host),
)
_HOST_NAMES = {host: kind for kind, hosts in _HOSTS.items() for host in hosts if "/" not in host}
_PATHS_OF = {
    host: [(prefix, kind) for prefix, kind in _HOST_PATHS if prefix.partition("/")[0] == host]
    for host in {prefix.partition("/")[0] for prefix, _ in _HOST_PATHS}
}


_LONGEST_CHINESE = 8
_CHINESE_LABELS = (
    ("代码", LinkKind.CODE),
    ("源码", LinkKind.CODE),
    ("解读", LinkKind.BLOG),
    ("笔记", LinkKind.BLOG),
    ("博客", LinkKind.BLOG),
    ("视频", LinkKind.VIDEO),
    ("论文", LinkKind.PAPER),
    ("原文", LinkKind.PAPER),
    ("数据", LinkKind.DATA),
    ("主页", LinkKind.PROJECT),
    ("项目", LinkKind.PROJECT),
    ("模型", LinkKind.MODEL),
)


def is_bare_label(text: str) -> bool:
    """Whether `text` is exactly a word for a link (`pdf`, `代码`, `here`)."""
    key = plain_key(text) if len(text) <= _LONGEST_LABEL else ""
    return key in _LABEL_KIND or key in SAY_NOTHING


_QUALIFIERS = words(
    "official unofficial our the a full author authors s main extended short long version versions material"
    " materials zh en chinese english part v1 v2 v3 by and with of for archive camera ready original my their"
    " new old free online interactive page pages site link links url file files conference journal workshop"
    " oral author's 中文 英文 官方 非官方 in on at to c cpp python r julia go rust java js matlab 3rd party"
    " third stars"
)


def is_label_phrase(text: str) -> bool:
    """Whether `text` holds nothing but words for links and their qualifiers (`official code`, `project page`)."""
    parts = plain_key(text).split()
    known = sum(word in _LABEL_KIND or word in SAY_NOTHING for word in parts)
    if not text.isascii() and len(text) <= 12 and label_kind(text):
        return True
    return known > 0 and all(
        word in _LABEL_KIND or word in SAY_NOTHING or word in _QUALIFIERS or word.isdigit() for word in parts
    )


@lru_cache(maxsize=4096)
def label_kind(label: str) -> LinkKind | None:
    """What a link's label says it leads to, or None if it says nothing of the kind."""
    key = plain_key(label).removeprefix("link to ").removeprefix("the ")
    if not key or key in SAY_NOTHING:
        return None
    found = _LABEL_KIND.get(key)
    if found or len(key) > 60:
        return found
    if not key.isascii() and len(key) <= 12:
        said = (kind for word, kind in _CHINESE_LABELS if key.startswith(word) or key.endswith(word))
        return next(said, None) if sum(not char.isascii() for char in key) <= _LONGEST_CHINESE else None
    kinds = [_LABEL_KIND[word] for word in key.split() if word in _LABEL_KIND]
    rest = [word for word in key.split() if word not in _LABEL_KIND and not word.isdigit()]
    if kinds and len(rest) <= len(kinds) and len(rest) < 3:
        return _strongest(kinds)
    return None


def _strongest(kinds: list[LinkKind]) -> LinkKind:
    """Of several words in one label the one that says most: `official code`, `project page`, `paper code`."""
    for kind in (LinkKind.CODE, LinkKind.VIDEO, LinkKind.SLIDES, LinkKind.DATA, LinkKind.MODEL, LinkKind.PROJECT):
        if kind in kinds:
            return kind
    return kinds[0]


@lru_cache(maxsize=4096)
def host_kind(url: str) -> LinkKind | None:
    """What the host of a URL says it leads to."""
    match = _USUAL_HOST.match(url) or _HOST.match(url)
    if not match:
        return None
    host, path = match[1].casefold().removeprefix("www."), match[2] or ""
    whole = host + path.casefold()
    if "/tutorial" in whole and not whole.endswith(".pdf"):
        return None
    for prefix, kind in _PATHS_OF.get(host, ()):
        if whole.startswith(prefix):
            return kind
    if host in CODE_HOSTS and ".pdf" in whole and whole.endswith((".pdf", ".pdf?raw=true")):
        return LinkKind.PAPER
    start = host.partition(".")[0] + "."
    if start in _HOST_NAMES:
        return _HOST_NAMES[start]
    page = _page_host(host) or _by_domain(host)
    return LinkKind.PAPER if page in _MAY_HOLD_PAPERS and _PAPER_PATH.search(path) else page


_MAY_HOLD_PAPERS = (None, LinkKind.PROJECT, LinkKind.BLOG)


def _page_host(host: str) -> LinkKind | None:
    """Pages below a person's name, as code hosts once served them: `somebody.github.com`."""
    return LinkKind.PROJECT if host.endswith(".github.com") and host != "gist.github.com" else None


def _by_domain(host: str) -> LinkKind | None:
    while "." in host:
        if host in _HOST_NAMES:
            return _HOST_NAMES[host]
        host = host.partition(".")[2]
    return None


_HOST = re.compile(r"(?:[a-z]+:)?//(?:[^/@]*@)?([^/:?#]+)(?::\d+)?([/?][^#]*)?", re.I)
_USUAL_HOST = re.compile(r"https?://([a-zA-Z0-9.-]+)(/[^#]*)")
_PAPER_PATH = re.compile(r"\.(?:pdf|ps|ps\.gz|djvu)(?:$|[?&])|/(?:abs|doi|pdf)/", re.I)

_VENUE_NAMES = (
    "3DV AAAI AACL ABS ACCV ACISP ACML ACL ACM ACM_CCS ACM_MM ACMMM ACSAC AIED AISTATS ALT AAMAS ACL-IJCNLP"
    " AISec APNOMS AMIA ANLP APSIPA APSys ARR ASE ASIACCS AsiaCCS ASIACRYPT ASONAM ASPLOS ASRU ATC AVSS ArXiv"
    " ArXiV arXIv Arxiv arXiv arXiV arxiv BIBM BIONLP BMVC BMCV Bioinformatics BlackboxNLP bioRxiv CACM CAD CAV CCC CCS"
    " CEC CGF"
    " CHI CHIIR CHIL CICAI CICLing CIDR CIKM CIM CLEF CLeaR CogSci COLING COLM COLT CoLLAs CoNLL CONLL CoRL"
    " CORL CoRR CPAL CRYPTO CRV CSCW CSL CVIU CVM CVPR CVPRW CVMP DAC DAGM DASFAA DATE DCC DCOSS DIS DMLR DSAA"
    " DSN EAAI EACL EC ECAI ECCB ECCV ECCVW ECIR ECML ECML-PKDD ECML/PKDD ECML_PKDD EDBT EG EGSR EMBC EMNLP"
    " EMNLP-IJCNLP EMSOFT ESEC/FSE ESORICS ESWA ESWC EUROCRYPT Eurographics EuroS&P EuroSys EUSIPCO FAccT FAT"
    " FAST FCCM FG FGR FOCS FPGA FSE FTML GCPR GECCO GLOBECOM GRAPHITE HICSS HPCA HPDC HRI HotNets HotOS"
    " HotStorage HotCloud HPEC ICA3PP ICAIF ICALP ICANN ICAPS ICARCV ICASSP ICB ICBINB ICC ICCAD ICCAI ICCC"
    " ICCP ICCV ICCVW ICDAR ICDCS ICDE ICDM ICDMW ICDT ICEIS ICFHR ICICS ICIP ICLP ICLR ICLRW ICME ICMEW ICMI"
    " ICML ICMLA ICMLW ICMR ICNC ICONIP ICPADS ICPP ICPR ICRA ICS ICSE ICSME ICSR ICST ICTAI ICTIR ICVGIP ICVS"
    " ICWSM IEEE IJCAI IJCB IJCNLP IJCNN IJCV IJHCS IJRR IMC IMWUT INFOCOM INLG INTERACT INTERSPEECH"
    " Interspeech IPDPS IPMI IPSN IROS ISBI ISCA ISCAS ISIT ISMAR ISMIR ISSTA ISPRS ISWC ITP ITSC IUI IV IVA"
    " IVC IWSLT IWCS JAIR JASIST JBHI JMIR JMLR JOV JSAC JSTSP KBS KDD KDDW KR KSEM L4DC LAK LATAM LICS LION"
    " LISA LoG LREC LREC-COLING MASS MICCAI MICRO MIDDLEWARE MIDL MIR ML4H MLHC MLSP MLSys MM MMAsia MMM MMSP"
    " MMSys MobiCom MobiHoc MobiSys MobileHCI MSR MedIA MedImA NAACL NAACL-HLT NCA NDSS NECO NEJM NeuroImage"
    " NeurIPS NeurIPSW Neurips NeurlPS NIPS NIPSW NLDB NLPCC NOSSDAV NSDI NTIRE NeuS Neurocomputing NPJ NMI"
    " OOPSLA OSDI OSR Oakland PACLIC PACT PAKDD PAMI PETS PG PKDD PLDI PLOS PMLR PNAS PODC PODS POPETS POPL"
    " PPoPP PPSN PR PRCV PRL PRX PVLDB PVG Patterns PeerJ Preprint Preprints Proc RAID RA-L RAL RANLP RECOMB"
    " RecSys RLC RLDM RO-MAN RSS RTAS RTSS SACMAT SAGT SANER SAT SC SCIS SDM SEC SEM SemEval SENSYS SenSys SGP"
    " SIAM SIGCHI SIGCOMM SIGCSE SIGDIAL SIGGRAPH SIGIR SIGIR-AP SIGKDD SIGMETRICS SIGMOD SIGSPATIAL SIGdial"
    " SIGGRAPH_Asia SIMODS SLT SMC SOCC SoCC SODA SOSP SOUPS SP SPAA SPL STOC SUMM SaTML S&P SSW SysML T-PAMI"
    " T-RO T-ASE T-IP SOSR CoNEXT"
    " TAC TACAS TACL TACO TALIP TALLIP TASE TASLP TAFFC TBD TBIOM TC TCAD TCC TCSVT TCI TCDS TDSC TEVC TFS TGRS"
    " THMS TheWebConf TIE TIFS TII TIM TIP TIST TITS TIV TKDD TKDE TMC TMI TMLR TMM TNN TNNLS TNSM TOCHI TOCS"
    " TODS TOG TOIS TOIT TOMCCAP TOMM TON TOPLAS TORS TOS TOSEM TPAMI TPDS TPLP TRECVID TRO TROB TSC TSE TSMC"
    " TSP TVCG TVT TWC UAI UbiComp UBICOMP UIST UMAP USENIX USENIX_ATC USENIX_Security VCIP VIS VISAPP"
    " VISIGRAPP VLDB VLDBJ VLSI VR VRST VSS VTC W4A WABI WACV WACVW WINE WISE WMT WSC WSDM WWW WebConf WebSci"
    " xAI medRxiv Nature Science Cell Neuron eLife Neural_Networks Pattern_Recognition Computers_&_Security"
    " Nature_Communications Nature_Machine_Intelligence Nature_Medicine Machine_Learning"
    " Artificial_Intelligence Machine_Intelligence_Research AI_Magazine Neural_Computation TechRxiv"
    " Technical_Report Tech_Report Tech_report Unpublished OpenReview Science_Robotics Scientific_Reports IEEE_Access"
    " Information_Fusion Expert_Systems_with_Applications Knowledge-Based_Systems Medical_Image_Analysis"
    " Behavioral_and_Brain_Sciences Communications_of_the_ACM Data_Mining_and_Knowledge_Discovery Distill"
    " Cognitive_Science"
)
VENUES = frozenset(name.replace("_", " ") for name in _VENUE_NAMES.split())


VENUE_STARTS = frozenset(re.split(r"[^A-Za-z0-9]", name)[0] for name in VENUES) | {"Findings", "Trans", "Transactions"}
"""The words that known venues start with."""


def venue_pattern() -> str:
    """A pattern for one known venue, longest names first, with the usual words around it."""
    return "|".join(re.escape(name) for name in sorted(VENUES, key=len, reverse=True))


def kind_word(text: str) -> Kind | None:
    """The kind of entry a heading consists of naming (`Paper`, `数据集`), not one it is about."""
    return _KIND_WORDS.get(plain_key(text)) if len(text) <= _LONGEST_LABEL else None


_KIND_WORDS: dict[str, Kind] = {
    **dict.fromkeys(
        words(
            "paper papers paper_list papers_list list_of_papers reading_list articles 论文 论文列表 文章"
            " 论文笔记 论文阅读 publications research_papers full_paper_list the_papers literature 文献"
        ),
        Kind.PAPER,
    ),
    **dict.fromkeys(
        words(
            "repo repos repository repositories code codes github projects open_source_projects 仓库 代码 项目"
            " 开源项目 codebase codebases implementations toolkits toolkit libraries library frameworks"
            " packages open_source"
        ),
        Kind.REPO,
    ),
    **dict.fromkeys(
        words(
            "dataset datasets data benchmark benchmarks 数据集 数据 datasets_and_benchmarks dataset_benchmark corpora"
        ),
        Kind.DATASET,
    ),
    **dict.fromkeys(
        words(
            "resource resources tool tools links blog blogs blog_posts course courses tutorial tutorials video"
            " videos talk talks lectures 资源 工具 博客 课程 教程 视频 链接 other_resources useful_links"
            " useful_resources websites community"
        ),
        Kind.RESOURCE,
    ),
}

# In lower case: re is five times slower where it ignores case.
_REGIONS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(
            r"\b(?:papers?|publications?|surveys?|literature|articles|reading list|preprints?|must.?reads?|reviews?)\b"
            r"|^(?:\w+ )?(?:reading (?:notes|log|queue)|to.?read)$|\breadings$"
            r"|论文|文献|综述|文章|阅读(?:清单|列表|笔记)|读书笔记",
        ),
        Kind.PAPER,
    ),
    (
        re.compile(r"(?:\b(?:datasets?|data ?sets|benchmarks?|corpora|corpus)|数据集|数据库|语料库?|评测基准|基准)$"),
        Kind.DATASET,
    ),
    (
        re.compile(
            r"(?:\b(?:repos|repositor(?:y|ies)|github|codebases?|implementations|librar(?:y|ies)|frameworks"
            r"|toolkits?|packages|software|open.?source"
            r"|simulators|open (?:llms?|models?)|source codes?|codes?|projects)|开源|代码|仓库|项目|框架"
            r"|开源项目|工具包)$",
        ),
        Kind.REPO,
    ),
    (
        re.compile(
            r"(?:\b(?:tools|resources?|courses?|tutorials?|lectures|videos|talks|blogs?|blog ?posts|posts"
            r"|leaderboards?|competitions|contests?|channels|blog ?roll|syllab(?:i|us)|people|researchers"
            r"|labs|companies|products|websites|links|communities|forums|podcasts|newsletters|books?|textbooks"
            r"|slides|apps|plugins|demos"
            r"|awesome lists?|lists|sources|jobs|seminars|misc(?:ellaneous)?|(?:great )?thoughts"
            r"|conferences and workshops|related"
            r" (?:repos|projects|works?|lists|conferences?|venues|journals)|workshops|events|challenges and workshops)"
            r"|资源|工具|课程|教程|视频|博客|社区|竞赛|比赛|书籍|链接|资料|排行榜|参考(?:链接|博客)?|参考リンク|リンク集"
            r"|리소스|링크|ressources|ressourcen|recursos|enlaces|liens|werkzeuge|outils|herramientas|cursos|kurse|organi[sz]ers"
            r"|committee|speakers|starting points)$",
        ),
        Kind.RESOURCE,
    ),
)
_ELSEWHERE = re.compile(
    r"(?:where|how) (?:to|i|we|you|do|can)\b|(?:other|more|similar|related) (?:[\w-]+ ){0,2}(?:collections|lists)\b"
    r"|.*\bon the web$"
)
"""In lower case: what has papers in it, not the papers."""

_BOOKS = re.compile(r"\b(?:text)?books?\W*$|书籍\W*$", re.I)
_HEADING_TAIL = re.compile(
    r"\s+(?:for|of|on|in|from|about|with|without|using|by|and (?:others?|more|misc.*))\s.*$|[\s:：–—-]*[(（\[【].*$"
    r"|\s*[:：|].*$",
    re.I,
)
_BESIDE = re.compile(r"\s+without\s.*$|(?<=\S)\s*[(（\[【].*$")
"""What a heading says beside what is below: `Datasets (sorted by use in papers)`, `Code without articles`."""

_ABOUT = re.compile(r"^\W*about (?:this|the|our) (?:paper |reading )?(?:list|repo(?:sitory)?|project|page|site)\b")
_CONTENTS = re.compile(r"\W*contents?\W*")
_NOT_A_LIST = re.compile(
    r"^\W*(?:table of )?contents?\W*$|^\W*toc\W*$|目录(?:结构)?\W*$"
    r"|^\W*(?:how to |other |want to )?contribut(?:ing|e|ors?|ions?)\b|\bcontributors\W*$|\blicen[sc]e\W*$"
    r"|\backnowledge?ments?\b|^\W*(?:citations?|cite|citing|bibtex|how to cite|cite (?:us|this).*)\W*$"
    r"|^\W*(?:\w+ )?news(?: &.*| and .*)?\W*$|\bwhat'?s new\b|\b(?:change ?log|release notes)\b"
    r"|^\W*(?:\w+ ){0,2}updates?(?: (?:log|notes?|history))?\W*$|\bstar(?:gazers)?(?: |-)?history\b|\bstargazers\b"
    r"|^\W*(?:installation|install(?:ing)?|documentation|usage|quick ?start|getting started|requirements|setup)\W*$"
    r"|^\W*contact\b(?!-)|\bsponsors?\b|^\W*to-?dos?(?: list)?\W*$|\bmaintainers?\b|\bdisclaimer\b|\bcriteria\b"
    r"|^\W*how to (?:add|submit|cite|run|install|help|join|use)\b|^\W*(?:assignments?|home ?works?|grading|office hours"
    r"|staff|instructors?|teaching assistants?|course staff|announcements?|deadlines|logistics|prerequisites"
    r"|exams?)\W*$"
    r"|\broadmap\W*$|^\W*(?:key |main )?features\W*$|\bhow to use\b|\bkeywords? convention|\bfaq\b"
    r"|^\W*(?:termine|prüfungsleistung(?:en)?|calendrier|fechas importantes|important dates|日程|일정|참여 방법|문의"
    r"|お知らせ)\W*$"
    r"|(?:추가|기여|사용) ?(?:방법|법|하기)\W*$|使い方\W*$|如何(?:添加|使用|提交)"
    r"|^[\Wℹ]*(?:使用)?说明\W*$|标签(?:体系|说明)"
    r"|特点|愿景|使用方法|致谢|贡献|更新日志|最近更新|新闻\W*$|许可|联系|引用格式|更新记录|安装|待办|star 历史",
)


@lru_cache(maxsize=1024)
def is_about(heading: str) -> bool:
    """Whether a heading says that all below it is about the list itself."""
    return _ABOUT.search(heading.lower()) is not None


TOPICS_TOO = frozenset(
    [
        "Artificial Intelligence",
        "Bioinformatics",
        "Cell",
        "Cognitive Science",
        "Data Mining and Knowledge Discovery",
        "Information Fusion",
        "Machine Learning",
        "Medical Image Analysis",
        "Neural Computation",
        "Neural Networks",
        "Pattern Recognition",
        "Patterns",
    ]
)
"""Journals that are named as fields are: a heading means the field unless it tells a year, too."""


def says_contents(heading: str) -> bool:
    """Whether a heading announces contents: those of the page, or what the list holds."""
    return _CONTENTS.fullmatch(heading.lower()) is not None


@lru_cache(maxsize=1024)
def is_no_list(heading: str) -> bool:
    """Whether a heading announces something else than a list to read (news, contents, licence …)."""
    return _NOT_A_LIST.search(heading.lower()) is not None


def says_books(heading: str) -> bool:
    """Whether a heading announces books: written work, where their authors are named."""
    return _BOOKS.search(heading) is not None


@lru_cache(maxsize=1024)
def region_kind(heading: str) -> Kind | None:
    """The kind of entries a heading announces, or None if it leaves that to the entries."""
    key = plain_key(heading)
    if key in _KIND_WORDS:
        return _KIND_WORDS[key]
    bare = " ".join(heading.lower().split()).strip(" .:：#*-–—|")
    head = _HEADING_TAIL.sub("", bare)
    said = _BESIDE.sub("", bare)
    for pattern, kind in _REGIONS:
        if pattern.search(said if kind is Kind.PAPER else head):
            return Kind.RESOURCE if kind is Kind.PAPER and _ELSEWHERE.match(bare) else kind
    return Kind.PAPER if said != bare and _REGIONS[0][0].search(bare) and " without " not in bare else None


FIELD_NAMES: dict[str, frozenset[str]] = {
    "title": words(
        "title paper_title name paper papers article 标题 题目 论文 论文题目 论文标题 论文名 论文名称 名称"
        " タイトル 題名 論文 論文名 제목 논문 titel titre título titulo"
        " 文章 title_paper paper_name paper_title_link title_link publication work method_paper"
    ),
    "authors": words(
        "author authors 作者 著者 저자 autor autoren autorin verfasser auteur auteurs autores first_author author_s"
        " researchers written_by by"
    ),
    "year": words(
        "年度 出版年 発表年 投稿日 投稿日付 公開日 연도 발표연도 jahr année annee an año ano fecha datum"
        " year date time published publication_date publication_year publish_year"
        " release_date released month year_month 年份 年 时间 日期"
        " 发表时间 发布时间 发布日期 submitted pub_date pub_year publish_date last_update arxiv_date"
        " submission_date"
    ),
    "venue": words(
        "j_c c_j"
        " 学会 発表 会議 掲載 学会_ジャーナル 학회 저널 konferenz zeitschrift erschienen_in conférence revue congreso"
        " revista revista_o_congreso publicación conferencia parution publié_dans"
        " venue conference journal pub publication_venue published_in conf published_at proceedings source"
        " booktitle 会议 期刊 发表 会议_期刊 会议期刊 出处 来源 conference_journal journal_conference pub_info"
        " publication_title container_title proceedings_title conference_name journal_name"
        " 收录 收录_作者 收录会议 录用 发表会议 发表刊物 刊物"
        " publisher 发表于 venue_year 年份会议 where conf_journal publication_info"
    ),
    "tags": words(
        "tags tag keywords keyword category categories topics topic type task tasks 标签 关键词 类别 分类"
        " key_words labels 任务 label field area subject"
    ),
    "notes": words(
        "notes note comment comments 备注 笔记 阅读笔记 summary tldr tl_dr 简介 说明 要点 remark remarks"
        " description 描述 摘要 abstract highlights contributions main_idea idea 总结 介绍"
    ),
}
_FIELD_OF = {word: name for name, table in FIELD_NAMES.items() for word in table}

STATUS_OF = {
    **dict.fromkeys(
        ("todo", "to read", "to-read", "toread", "unread", "backlog", "queue", "待读", "未读", "inbox", "false", "no"),
        "unread",
    ),
    **dict.fromkeys(("reading", "in progress", "in-progress", "doing", "started", "wip", "在读", "skimmed"), "reading"),
    **dict.fromkeys(
        ("read", "done", "finished", "complete", "completed", "已读", "summarized", "reviewed", "true", "yes"), "read"
    ),
}
STATUS_KEYS = words("status read reading_status read_status progress 状态 阅读状态 进度")


def status_of(key: str, value: str) -> str | None:
    """How far a paper is read, if `key: value` says so (`status: done`)."""
    return STATUS_OF.get(value.strip().casefold()) if plain_key(key) in STATUS_KEYS else None


NOTE_LABELS = words(
    "notes note reading_notes my_notes 阅读笔记 笔记 论文笔记 要点 总结 摘要 comments comment summary"
    " key_points key_ideas takeaways highlights tldr tl_dr 简介 备注 内容 主要内容 核心思想 思路 paper_notes"
    " takeaway main_points contributions 贡献 more_information details more 详情 展开 click_to_expand 点击展开"
    " abstract bibtex metadata 元数据 基本信息 论文信息 文献信息 expand show_more notes_and_comments 心得 重点"
)
_INVITATIONS = NOTE_LABELS | words(
    "show show_all see_more see_all view view_all view_more unfold toggle open click_me click_here full_list"
    " the_list list 展开_折叠 折叠 查看 查看全部 查看更多 点击查看 更多 全部"
)


def field_of(name: str) -> str | None:
    """The attribute a column or key of that name holds: title, authors, year, venue, tags or notes."""
    key = plain_key(name)
    return _FIELD_OF.get(key) or (_field_of_both(key) if " " in key else None)


def _field_of_both(key: str) -> str | None:
    """`venue`, with which a year is read too, if a key names both and nothing else: `Year/Venue`, `Venue and Year`."""
    named = {_FIELD_OF.get(word) for word in key.split() if word != "and"}
    return "venue" if named == {"venue", "year"} else None


def names_list(text: str) -> bool:
    """Whether a kind word says that a list follows, as titles of documents do: `Reading list`."""
    key = plain_key(text)
    return key.endswith(("list", "列表")) or key.startswith("list of")


def invites(text: str) -> bool:
    """Whether the caption of a collapsible part says nothing but that there is more: `Show all`, `Notes`."""
    return len(text) <= _LONGEST_LABEL and plain_key(text) in _INVITATIONS


def is_note_label(text: str) -> bool:
    """Whether `text` only announces notes (`阅读笔记:`)."""
    return len(text) <= _LONGEST_LABEL and plain_key(text) in NOTE_LABELS
