package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.rest.internal.TaggingExceptionMapper;
import io.bouquet.web.binding.internal.BindingFilter;
import io.bouquet.web.internal.RoleGuard;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The kit has no extension less than the platform. */
class PlatformExtensionsTest {
    private static final Pattern CLASS = Pattern.compile("<implementation\\s+class=\"([^\"]+)\"");

    @Test
    void areAllThatItsBundlesDeclare() throws Exception {
        List<String> declared = new ArrayList<>();
        for (Class<?> one : List.of(RoleGuard.class, BindingFilter.class, TaggingExceptionMapper.class)) {
            try (JarFile jar = new JarFile(Path.of(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile())) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (entry.getName().matches("OSGI-INF/.*\\.xml")) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                            Matcher named = CLASS.matcher(xml);
                            if (xml.contains("\"osgi.jaxrs.extension\"") && named.find()) {
                                declared.add(named.group(1));
                            }
                        }
                    }
                }
            }
        }
        assertThat(declared).hasSizeGreaterThan(10);
        assertThat(Web.EXTENSIONS).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(declared);
    }
}
