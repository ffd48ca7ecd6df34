package io.bouquet.console;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.PageView;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Renders the templates beside one class. A compiled template keeps the classes of the values that it has rendered, so
 * a renderer must not outlive its page. Thread-safe.
 */
public final class PageRenderer {
    private static final String SHARED = "console/";

    private final Class<?> beside;
    private final Mustache.Compiler compiler;
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();

    public PageRenderer(ConsolePage page) {
        this(page.getClass());
    }

    PageRenderer(Class<?> beside) {
        this.beside = beside;
        this.compiler = Mustache.compiler()
                .nullValue("")
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .withLoader(this::open);
    }

    /**
     * Renders a view as HTML.
     *
     * @param csrf token for the forms; the empty string if the user cannot send forms
     */
    public String render(PageView view, String csrf) {
        Map<String, Object> model = new HashMap<>(view.model());
        model.put("csrf", "<input type=\"hidden\" name=\"csrf\" value=\"" + csrf + "\">");
        return render(view.template(), model);
    }

    String render(String template, Map<String, ?> model) {
        return compiled.computeIfAbsent(template, this::compile).execute(model);
    }

    private Template compile(String name) {
        try (Reader source = open(name)) {
            return compiler.compile(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Partials under {@code console/} belong to the console; the others are beside the page. */
    private Reader open(String name) throws IOException {
        Class<?> owner = name.startsWith(SHARED) ? PageRenderer.class : beside;
        String resource = name.startsWith(SHARED) ? name.substring(SHARED.length()) : name;
        String file = resource.endsWith(".mustache") ? resource : resource + ".mustache";
        InputStream in = owner.getResourceAsStream(file);
        if (in == null) {
            throw new FileNotFoundException("no template '" + file + "' beside " + owner.getName());
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
