"""What kind of place a venue is: proceedings, a journal, a preprint server, or nobody knows.

Lives here: the names that are known, and words that give a venue away.
Must not: correct or complete a venue. What is not known for certain is UNKNOWN.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class VenueKind(Enum):
    """Where something appeared."""

    PROCEEDINGS = auto()
    JOURNAL = auto()
    PREPRINT = auto()
    UNKNOWN = auto()


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(","))


# As they are written inside a longer venue (`ICML Workshop`); alone, their case does not matter.
_CONFERENCES = _names(
    "AAAI, AACL, ACCV, ACL, ACML, ACM MM, ACMMM, AISTATS, ALT, AAMAS, APSys, ASE, ASONAM, ASPLOS, ASRU, ATC, BMVC, "
    "CAV, CC, CCS, CGO, CHI, CIDR, CIKM, CLeaR, COLING, COLM, COLT, CONLL, CoLLAs, CoNLL, CoNEXT, CRYPTO, CSCW, "
    "CSF, CVPR, CVPRW, DAC, DATE, DSN, EACL, ECAI, ECCV, ECCVW, ECIR, ECML, ECML-PKDD, ECOOP, EDBT, EMNLP, EMSOFT, "
    "ESEC/FSE, ESOP, ESWC, Eurocrypt, EUROCRYPT, EuroSys, EuroS&P, FAccT, FAST, FOCS, FSE, FPGA, GECCO, HotNets, "
    "HotOS, HPCA, HPDC, HRI, ICAPS, ICASSP, ICCV, ICCVW, ICDAR, ICDCS, ICDE, ICDM, ICDT, ICFP, ICIP, ICLR, ICME, "
    "ICML, ICPP, ICPR, ICRA, ICS, ICSE, ICWSM, IJCAI, IJCNLP, IJCNLP-AACL, IJCNN, IMC, INFOCOM, INLG, INTERSPEECH, "
    "Interspeech, IPDPS, IROS, ISCA, ISIT, ISMAR, ISMIR, ISSTA, ISWC, ITCS, IUI, IWSLT, KDD, KR, LICS, LREC, "
    "LREC-COLING, MICCAI, MICRO, MIDL, MLSys, MobiCom, MobiHoc, MobiSys, MSR, NAACL, NAACL-HLT, NDSS, NeurIPS, "
    "NeurIPSW, NIPS, NSDI, OOPSLA, OSDI, PACT, PAKDD, PKDD, PLDI, PODC, PODS, POPL, PPoPP, RANLP, RECOMB, RecSys, "
    "RSS, RTSS, S&P, SDM, SemEval, SenSys, SIGCOMM, SIGCSE, SIGDIAL, SIGGRAPH, SIGGRAPH Asia, SIGIR, SIGKDD, "
    "SIGMETRICS, SIGMOD, SIGSPATIAL, SLT, SOCG, SoCC, SODA, SOSP, SPAA, STACS, STOC, TACAS, UAI, UbiComp, UIST, "
    "USENIX, USENIX ATC, USENIX Security, VLDB, VMCAI, WACV, WMT, WSDM, WWW, CoRL, 3DV, AIES, ICANN, CVIP, MMM, "
    "ICMR, SC, FG, PSB, ACM Multimedia, TheWebConf, PMLR"
)
_JOURNALS = _names(
    "Nature, Science, Cell, PNAS, NEJM, JAMA, JMLR, TMLR, JAIR, JACM, TACL, TPAMI, T-PAMI, PAMI, IJCV, CVIU, TIP, "
    "TNNLS, TKDE, TKDD, TOIS, TOG, TOCS, TODS, TOPLAS, TOSEM, TSE, TVCG, TMM, TOMM, TCSVT, TMI, TIFS, TDSC, TASLP, "
    "TSP, TIT, TRO, T-RO, RA-L, RAL, IJRR, TIST, TWEB, TAC, TON, ToN, TC, TPDS, TCAD, JSAC, VLDBJ, PVLDB, PACMPL, "
    "PACMHCI, IMWUT, CSUR, CACM, AIJ, MLJ, PRL, SIAM Review, Machine Intelligence Research, Neurocomputing, Neural "
    "Computation, Neural Networks, Pattern Recognition, Artificial Intelligence, Machine Learning, Information "
    "Fusion, IEEE Access, Information Sciences, Expert Systems with Applications, Knowledge-Based Systems, Image "
    "and Vision Computing, Computer Vision and Image Understanding, Medical Image Analysis, Computational "
    "Linguistics, Bioinformatics, Mind, Applied Intelligence, AI Magazine, AI Open, Patterns, Behavioral and Brain "
    "Sciences, Communications of the ACM, ACM Computing Surveys, Computing Surveys, Scientific Reports, Scientific "
    "Data, Proc. IEEE, Proceedings of the IEEE, Distill, Queue, ACM Queue, IEEE Software, IEEE Computer, Data "
    "Mining and Knowledge Discovery, Neuron, The Lancet, 计算机工程, 计算机科学, 计算机应用, 计算机研究与发展, "
    "计算机工程与应用, 模式识别与人工智能, 中国科学"
)
_PREPRINTS = re.compile(
    r"arxiv\b.*|corr|(?:bio|med|chem|eng)rxiv|psyarxiv|techrxiv|ssrn|hal|openreview|research ?square|"
    r".*\bpre-?print\b.*|under review.*|in submission|submitted to .*|预印本",
    re.IGNORECASE,
)
_JOURNAL_WORDS = re.compile(
    r"\bjournal\b|\btransactions\b|\btrans\.|\bJ\.|\bletters\b|\bannals of\b|\bmagazine\b|\bquarterly\b|"
    r"^(?:nature|science|cell|plos|frontiers in|communications of|foundations and trends|the lancet)\b(?!-)|"
    r"proceedings of the (?:vldb endowment|ieee$|national academy|acm on )|\bnational academy of sciences\b|"
    r"学报|期刊|杂志",
    re.IGNORECASE,
)
_PROCEEDINGS_WORDS = re.compile(
    r"\bconference\b|\bconf\.|\bsymposium\b|\bworkshops?\b|\bproceedings\b|\bproc\.|\bfindings of\b|\bcongress\b|"
    r"^advances in neural information processing systems|^lecture notes in|会议|研讨会|论文集",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*[(（\[](?:oral|spotlight|highlight|poster|best|outstanding|award|short|long|demo)[^)）\]]*[)）\]]", re.I
)
_TRAILING_PRAISE = re.compile(r"[\s,·-]+(?:oral|spotlight|highlight|poster|short paper|long paper|best paper.*)$", re.I)
_FOLDED_CONFERENCES = frozenset(map(str.casefold, _CONFERENCES))
_FOLDED_JOURNALS = frozenset(map(str.casefold, _JOURNALS))
_LONGEST = 200
_ACRONYM = re.compile(r"[\w&]+(?:[-/][\w&]+)*")


def venue_kind(venue: str) -> VenueKind:
    """What kind of place `venue` is, as far as its name says so for certain."""
    if not venue or len(venue) > _LONGEST:
        return VenueKind.UNKNOWN
    name = _TRAILING_PRAISE.sub("", _ASIDE.sub("", venue)).strip(" .,")
    folded = name.casefold()
    if _PREPRINTS.fullmatch(name):
        return VenueKind.PREPRINT
    if folded in _FOLDED_CONFERENCES:
        return VenueKind.PROCEEDINGS
    if folded in _FOLDED_JOURNALS or _JOURNAL_WORDS.search(name):
        return VenueKind.JOURNAL
    known = _CONFERENCES.intersection(_ACRONYM.findall(name))
    return VenueKind.PROCEEDINGS if known or _PROCEEDINGS_WORDS.search(name) else VenueKind.UNKNOWN
