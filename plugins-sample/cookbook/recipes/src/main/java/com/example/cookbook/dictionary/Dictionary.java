package com.example.cookbook.dictionary;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Explains words. Thread-safe. */
@ProviderType
public interface Dictionary {
    /** Returns the meaning of a word; empty if it is not known. */
    Optional<String> meaning(String word);
}
