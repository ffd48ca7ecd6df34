package io.bouquet.tagging.model;

import io.bouquet.tagging.spi.Tagger;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes taggers of models of one format, such as ONNX. Register it as an OSGi service. While the service is registered,
 * each model in a started bundle that names the engine has a tagger. Thread-safe.
 */
@ConsumerType
public interface ModelEngine {
    /** Name that models say in the attribute {@code engine}, such as {@code onnx}. */
    String name();

    /** The kinds of models that it can use, such as {@code sentiment}. */
    List<String> kinds();

    /**
     * Checks a declaration, without its files, and returns what its tagger will be.
     *
     * @param declaration a declaration of this engine, with one of its kinds
     * @throws IllegalArgumentException if the declaration is invalid; the message is for the author of the model
     */
    ModelPlan plan(ModelDeclaration declaration);

    /**
     * Returns the tagger of a model, which reads its files when it is loaded, and not before. A tagger that is
     * {@link AutoCloseable} is closed after its last text.
     */
    Tagger tagger(ModelDeclaration declaration, ModelFiles files);
}
