package io.bouquet.deploy.source;

import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.spi.ArchiveBuilder;
import io.bouquet.plugin.builder.Bundler;
import io.bouquet.plugin.builder.BundlingException;
import io.bouquet.plugin.builder.Compilation;
import io.bouquet.plugin.builder.Compiler;
import io.bouquet.plugin.builder.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Compiles source files of the deploy folder against the APIs of the platform, and makes bundles of them. */
@Component
public final class SourceBuilder implements ArchiveBuilder {
    /** Errors that a refusal names. */
    private static final int MOST_ERRORS = 5;

    private final PlatformApi api;
    /** Opened with the first source file, and kept open. */
    private @Nullable Tools tools;

    private record Tools(Compiler compiler, Bundler bundler) {}

    @Activate
    public SourceBuilder(BundleContext context) {
        this(new PlatformApi(context));
    }

    SourceBuilder(PlatformApi api) {
        this.api = api;
    }

    @Deactivate
    synchronized void close() throws IOException {
        if (tools != null) {
            tools.compiler().close();
            tools.bundler().close();
            tools = null;
        }
    }

    @Override
    public boolean accepts(String fileName) {
        return fileName.endsWith(PluginSource.ENDING);
    }

    @Override
    public Identity identify(Path file) {
        return PluginSource.read(file).identity();
    }

    @Override
    public void build(Path file, String shown, Path archive) {
        PluginSource source = PluginSource.read(file);
        if (!Compiler.isAvailable()) {
            throw PluginSource.refused("source files need a JDK, and the platform runs on a JRE ("
                    + System.getProperty("java.home") + "). Start the platform with a JDK, or deploy a JAR");
        }
        try {
            build(source, shown, archive);
        } catch (IOException e) {
            throw PluginSource.refused(shown + " cannot be built: " + e.getMessage());
        }
    }

    private synchronized void build(PluginSource source, String shown, Path archive) throws IOException {
        Tools open = tools();
        Compilation compilation = open.compiler().compile(List.of(source.source()), Set.of(), source.unit());
        if (!compilation.succeeded()) {
            throw doesNotCompile(source, shown, compilation.errors());
        }
        Map<String, byte[]> content = new TreeMap<>(compilation.output());
        source.files().forEach((path, text) -> content.put(path, text.getBytes(StandardCharsets.UTF_8)));
        try {
            open.bundler()
                    .bundle(
                            source.coordinates(),
                            source.path().resolveSibling(""),
                            source.instructions(),
                            content,
                            Map.of(),
                            archive);
        } catch (BundlingException e) {
            throw PluginSource.refused(shown + " makes no bundle: " + e.getMessage());
        }
    }

    private static RefusedException doesNotCompile(PluginSource source, String shown, List<Problem> errors) {
        String more = errors.size() > MOST_ERRORS ? "\nand " + (errors.size() - MOST_ERRORS) + " more errors" : "";
        return PluginSource.refused(errors.stream()
                .limit(MOST_ERRORS)
                .map(error -> source.asWritten(error).in(shown).text())
                .collect(Collectors.joining("\n", "it does not compile:\n", more)));
    }

    private Tools tools() throws IOException {
        if (tools == null) {
            List<Path> classPath = api.classPath();
            tools = new Tools(new Compiler(classPath), new Bundler(classPath, ""));
        }
        return tools;
    }
}
