"""Words that come as unevenly as in real lists: a few often, thousands rarely. English and Chinese.

Must not: depend on anything but the numbers given, so that every machine writes the same bytes.
"""

from __future__ import annotations

from random import Random


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH = _split(
    "learning model language attention network retrieval large graph deep neural transformer vision efficient data "
    "reasoning generation image training knowledge robust sparse alignment diffusion representation contrastive token "
    "memory latent routing adapter kernel causal Bayesian spectral federated multimodal reward planner policy "
    "embedding decoder quantized video speech question answering translation segmentation detection pose depth privacy "
    "fairness compression distillation pruning optimizer gradient convergence bound sample variance kernelized "
    "manifold tensor low-rank prompt instruction tuning preference feedback agent tool planning code program "
    "synthesis verification"
)
_FIRST = _split("hyper meta cross auto co pre self inter multi neo para poly quasi semi sub super tele trans ultra bi")
_SECOND = _split(
    "route kernel graph token frame scale field wave cache batch chain logic state shape model point layer block trace "
    "query index score vector prior signal anchor patch sketch cluster region channel window branch filter stream"
)
_LAST = ("", "s", "r", "ing", "ness", "Net", "Former", "Bench")
_CHINESE = _split(
    "模型 学习 网络 注意力 检索 生成 语言 图像 推理 训练 数据 表示 对比 扩散 指令 微调 长文本 多模态 蒸馏 稀疏 路由 "
    "强化 隐变量 鲁棒性 联邦 预训练 显存 位置编码 解码 损失函数 消融实验 图神经网络 知识 问答 翻译 分割 检测 压缩 剪枝 "
    "梯度 收敛 上界 采样 方差 流形 张量 提示 偏好 反馈 智能体 规划 程序 验证 隐私 公平 因果 时序 点云 语音 视频 姿态"
)
_SURNAMES = _split(
    "Almeida Brandt Castro Dvorak Eriksen Ferrari Garcia Hansen Ito Jensen Kim Lopez Meyer Novak Okafor Petrov Quinn "
    "Rossi Silva Tanaka Ueda Vargas Weber Xu Yamada Zhang Müller Ångström Öztürk"
)
_GIVEN = _split("Ada Ben Carla Deniz Emil Fatima Goran Hana Igor Jin Kaja Liang Mei Nils Olga Pavel Qi Rosa Sami Tuan")


def english(random: Random) -> str:
    """A word; one in the first hundred about as often as one of all the others."""
    rank = _rank(random, 6400)
    if rank < len(_ENGLISH):
        return _ENGLISH[rank]
    first, rank = rank % len(_FIRST), rank // len(_FIRST)
    second, rank = rank % len(_SECOND), rank // len(_SECOND)
    return _FIRST[first] + _SECOND[second] + _LAST[rank % len(_LAST)]


def chinese(random: Random) -> str:
    """A term of one or two words."""
    rank = _rank(random, 3000)
    if rank < len(_CHINESE):
        return _CHINESE[rank]
    return _CHINESE[rank % len(_CHINESE)] + _CHINESE[rank // len(_CHINESE) % len(_CHINESE)]


def people(random: Random) -> str:
    """One to three authors."""
    return ", ".join(f"{_one(random, _GIVEN)} {_one(random, _SURNAMES)}" for _ in range(1 + int(random.random() * 3)))


def _one(random: Random, words: tuple[str, ...]) -> str:
    return words[int(random.random() * len(words))]


def _rank(random: Random, many: int) -> int:
    """Of so many words, the nth with a chance of about 1 in n."""
    return int(many ** random.random()) - 1
