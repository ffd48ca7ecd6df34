//: Bundle-SymbolicName: com.example.shouts
//: Bundle-Version: 2.1
package com.example.shouts;

import io.bouquet.tagging.*;
import io.bouquet.tagging.spi.*;
import java.util.*;
import org.osgi.service.component.annotations.Component;

@Component
@TaggerService(name = "shouts", produces = "shouts", languages = "en")
public class Shouts implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of("shouts", List.of(new Annotation(new Span(0, 2), "shout")));
    }
}
