#!/usr/bin/python3
"""Writes the small models that the tests read, into ../resources/models.

Needs Debian's python3-onnx and python3-sklearn. The models of Transformers here have no layers but the first: a table of
embeddings, whose rows the expected values follow from. The pipeline is trained by scikit-learn and written with the
operators that skl2onnx gives it; expected.json has scikit-learn's own answers.
"""
import json
import pathlib

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "models"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "film", "ada", "love", "##lace", "london", "in", "was", ".", "##ly"]
LABELS = ["negative", "neutral", "positive"]
TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def save(name, graph, opsets):
    model = helper.make_model(
        graph, producer_name="bouquet", ir_version=8, opset_imports=[helper.make_opsetid(d, v) for d, v in opsets]
    )
    (OUT / name).write_bytes(model.SerializeToString())


def ids(name):
    return helper.make_tensor_value_info(name, TensorProto.INT64, ["text", "piece"])


def table(rows):
    return numpy_helper.from_array(numpy.array(rows, dtype=numpy.float32), "table")


def encoder():
    rows = [[i == word for i in range(4)] for word in range(len(WORDS))]
    for word, row in enumerate(rows):
        row[word % 4] = 1 + word / 10
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["text", "piece", 4])
    node = helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])
    save("encoder.onnx", helper.make_graph([node], "encoder", [ids("input_ids"), ids("attention_mask")], [out], [table(rows)]), [("", 13)])
    other = helper.make_graph([helper.make_node("Gather", ["table", "words"], ["last_hidden_state"])], "other", [ids("words")], [out], [table(rows)])
    save("other-inputs.onnx", other, [("", 13)])
    missing = helper.make_node("Untangle", ["input_ids"], ["last_hidden_state"], domain="com.example")
    save("missing-operator.onnx", helper.make_graph([missing], "missing", [ids("input_ids")], [out]), [("", 13), ("com.example", 1)])


def classifier():
    rows = [[0.0, 0.0, 0.0] for _ in WORDS]
    rows[WORDS.index("good")] = [-2.0, 0.0, 2.0]
    rows[WORDS.index("bad")] = [2.0, 0.0, -2.0]
    rows[WORDS.index("[CLS]")] = [0.0, 1.0, 0.0]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["rows", "column"], ["masked"]),
        helper.make_node("ReduceSum", ["masked", "middle"], ["logits"], keepdims=0),
    ]
    constants = [
        table(rows),
        numpy_helper.from_array(numpy.array([2], dtype=numpy.int64), "last"),
        numpy_helper.from_array(numpy.array([1], dtype=numpy.int64), "middle"),
    ]
    inputs = [ids("input_ids"), ids("attention_mask"), ids("token_type_ids")]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["text", len(LABELS)])
    save("classifier.onnx", helper.make_graph(nodes, "classifier", inputs, [out], constants), [("", 13)])


def entities():
    rows = [[3.0, 0.0, 0.0, 0.0, 0.0] for _ in WORDS]
    rows[WORDS.index("ada")] = [0.0, 4.0, 0.0, 0.0, 0.0]
    rows[WORDS.index("love")] = [0.0, 0.0, 4.0, 0.0, 0.0]
    rows[WORDS.index("london")] = [0.0, 0.0, 0.0, 4.0, 0.0]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["text", "piece", len(TAGS)])
    node = helper.make_node("Gather", ["table", "input_ids"], ["logits"])
    save("entities.onnx", helper.make_graph([node], "entities", [ids("input_ids"), ids("attention_mask")], [out], [table(rows)]), [("", 13)])


def tokenizer():
    special = [{"id": i, "content": WORDS[i], "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for i in range(4)]
    pieces = {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0},
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}], "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}], "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {word: i for i, word in enumerate(WORDS)}},
    }
    (OUT / "tokenizer.json").write_text(json.dumps(pieces, indent=1) + "\n")
    pieces["model"]["vocab"]["zebra"] = 4711
    (OUT / "tokenizer-of-another.json").write_text(json.dumps(pieces) + "\n")
    (OUT / "config.json").write_text(json.dumps({"id2label": dict(enumerate(LABELS))}, indent=1) + "\n")


def pipeline():
    texts = ["goal and match of the team", "the team won the match", "a goal in the last minute", "shares and profit of the bank", "the bank sold shares", "profit fell in the last year", "a film with music", "the music of the film", "an actor in a film"]
    topics = ["sport"] * 3 + ["business"] * 3 + ["culture"] * 3
    trained = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10))
    trained.fit(texts, topics)
    words, linear = trained[0], trained[1]
    vocabulary = sorted(words.vocabulary_, key=words.vocabulary_.get)
    classes = list(linear.classes_)
    nodes = [
        helper.make_node("Reshape", ["text", "flat"], ["texts"]),
        helper.make_node("StringNormalizer", ["texts"], ["lower"], case_change_action="LOWER", locale="C"),
        helper.make_node("Tokenizer", ["lower"], ["tokens"], domain="com.microsoft", mark=0, mincharnum=1, pad_value="#", tokenexp="[a-zA-Z0-9_]+"),
        helper.make_node("TfIdfVectorizer", ["tokens"], ["counts"], mode="TF", min_gram_length=1, max_gram_length=1, max_skip_count=0, ngram_counts=[0], ngram_indexes=list(range(len(vocabulary))), pool_strings=vocabulary),
        helper.make_node("Mul", ["counts", "idf"], ["weighted"]),
        helper.make_node("Normalizer", ["weighted"], ["features"], domain="ai.onnx.ml", norm="L2"),
        helper.make_node("LinearClassifier", ["features"], ["label", "probabilities"], domain="ai.onnx.ml", classlabels_strings=classes, coefficients=linear.coef_.ravel().tolist(), intercepts=linear.intercept_.tolist(), multi_class=1, post_transform="SOFTMAX"),
    ]
    constants = [
        numpy_helper.from_array(numpy.array([-1], dtype=numpy.int64), "flat"),
        numpy_helper.from_array(words.idf_.astype(numpy.float32), "idf"),
    ]
    text = helper.make_tensor_value_info("text", TensorProto.STRING, [None, 1])
    label = helper.make_tensor_value_info("label", TensorProto.STRING, [None])
    rows = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, len(classes)])
    opsets = [("", 13), ("ai.onnx.ml", 1), ("com.microsoft", 1)]
    save("pipeline.onnx", helper.make_graph(nodes, "pipeline", [text], [label, rows], constants), opsets)
    zip_map = helper.make_node("ZipMap", ["probabilities"], ["maps"], domain="ai.onnx.ml", classlabels_strings=classes)
    maps = onnx.ValueInfoProto(name="maps")
    map_type = maps.type.sequence_type.elem_type.map_type
    map_type.key_type = TensorProto.STRING
    map_type.value_type.tensor_type.elem_type = TensorProto.FLOAT
    save("pipeline-with-maps.onnx", helper.make_graph(nodes + [zip_map], "pipeline", [text], [label, maps], constants), opsets)
    asked = ["the team scored a goal", "profit of the film", "nothing known"]
    answers = [dict(zip(classes, map(float, row.round(6)))) for row in trained.predict_proba(asked)]
    (OUT / "expected.json").write_text(json.dumps(dict(zip(asked, answers)), indent=1) + "\n")


OUT.mkdir(parents=True, exist_ok=True)
encoder()
classifier()
entities()
tokenizer()
pipeline()
