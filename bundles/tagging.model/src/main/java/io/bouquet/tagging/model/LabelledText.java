package io.bouquet.tagging.model;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;

/**
 * A text with the right answers, for training and evaluation.
 *
 * @param text the text, with the layers that the trainer requires
 * @param gold the right annotations by layer, as far as they are known
 */
public record LabelledText(AnnotatedText text, Layers gold) {}
