"""Quick WER (PER for phones) on a fixed sample of the dev split, while training goes on."""

from __future__ import annotations

import math
from pathlib import Path

import jiwer
import numpy as np
import torch

from ..speech.cache import WHISPER, FeatureCache
from ..speech.featurizer import FeaturizerConfig
from ..speech.log_mel import LN_10, LogMelConfig, relative
from .chunk_attention import ChunkAttentionEncoder
from .decode import FLUSH_FRAMES, ctc_greedy, greedy_search, search_frames
from .losses import Model
from .transducer import Transducer
from .units import Inventory


def flushed(logs: np.ndarray, kind: str) -> torch.Tensor:
    """Cached features ``(T, bins)`` with silence behind, as an encoder takes them."""
    whispers = LogMelConfig() if kind == WHISPER else None
    floor = whispers.log_floor if whispers else math.log(FeaturizerConfig().energy_floor)
    flush = ((0, FLUSH_FRAMES), (0, 0))
    padded = torch.from_numpy(np.pad(logs.astype(np.float32), flush, constant_values=floor))
    return relative(padded / LN_10, whispers) if whispers else padded


class Validation:
    """Decodes the first utterances of each corpus' dev split, offline and greedily."""

    def __init__(self, cache: Path, inventory: Inventory, utterances: int, chunk: int | None = None):
        """``chunk`` is in feature frames, for encoders whose output depends on it; by default the whole utterance."""
        self.inventory, self.chunk = inventory, chunk
        self.sets = {}
        for folder in sorted(cache.iterdir()):
            store = FeatureCache(folder)
            rows = [u for u in store.utterances if u.split == "dev" and inventory.encode(u.text)]
            rows = rows[:: max(1, len(rows) // utterances)][:utterances]
            if len(rows) >= 20:
                self.sets[folder.name] = [
                    (flushed(store[u], store.kind), inventory.reference(u.text)) for u in rows
                ]

    def __call__(self, model: Model) -> dict[str, float]:
        """Error rate per corpus, of the transducer and of the CTC head where there is one."""
        model.eval()
        device = next(model.parameters()).device
        search = greedy_search(model)
        result = {}
        for name, utterances in self.sets.items():
            texts, ctc, rnnt = [], [], []
            for features, text in utterances:
                with torch.inference_mode():
                    x = features[None].to(device)
                    if isinstance(model.encoder, ChunkAttentionEncoder):
                        encoded = model.encoder(x, self.chunk)[0]
                    else:
                        encoded = model.encoder(x)[0]
                    if isinstance(model, Transducer):
                        ctc.append(self.inventory.decode(ctc_greedy(model.ctc(encoded))))
                    search.reset()
                    rnnt.append(self.inventory.decode(search.accept(search_frames(model, encoded))))
                texts.append(text)
            result[f"{name}/rnnt"] = jiwer.wer(texts, rnnt)
            if ctc:
                result[f"{name}/ctc"] = jiwer.wer(texts, ctc)
            print(f"  {name}: {texts[0]} | {rnnt[0]}", flush=True)
        return result
