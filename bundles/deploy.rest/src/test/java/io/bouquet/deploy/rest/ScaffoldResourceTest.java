package io.bouquet.deploy.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.plugin.scaffold.Kind;
import io.swagger.v3.oas.annotations.Parameter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScaffoldResourceTest {
    @Test
    void documentsTheKindsThatThereAre() {
        Method make = Arrays.stream(ScaffoldResource.class.getMethods())
                .filter(method -> method.getName().equals("make"))
                .findFirst()
                .orElseThrow();
        assertThat(make.getParameters()[0]
                        .getAnnotation(Parameter.class)
                        .schema()
                        .allowableValues())
                .containsExactly(Stream.of(Kind.values()).map(Kind::word).toArray(String[]::new));
    }
}
