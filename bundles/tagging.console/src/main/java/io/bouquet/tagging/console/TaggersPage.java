package io.bouquet.tagging.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggerInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Which taggers and models there are, whether they serve and why not, and what runs for each language. */
@Component
@ConsolePageService(path = "taggers", title = "Taggers", order = 20)
public final class TaggersPage implements ConsolePage {
    private final Broker broker;

    record Tagger(
            String name,
            String href,
            String version,
            String state,
            String reason,
            List<String> requires,
            List<String> produces,
            String languages,
            String model,
            String bundle,
            long bundleId) {
        static Tagger of(TaggerInfo tagger) {
            return new Tagger(
                    tagger.name(),
                    address(tagger.name()),
                    tagger.version(),
                    tagger.state().name().toLowerCase(Locale.ROOT),
                    tagger.reason(),
                    tagger.requires(),
                    tagger.produces(),
                    tagger.languages().isEmpty()
                            ? "any"
                            : String.join(
                                    ", ",
                                    tagger.languages().stream()
                                            .map(Languages::name)
                                            .toList()),
                    tagger.model(),
                    tagger.bundle(),
                    tagger.bundleId());
        }
    }

    record Step(String name, String href) {}

    record Line(String language, String code, List<Step> steps, List<String> layers) {
        static Line of(Pipeline pipeline) {
            return new Line(
                    pipeline.language().isEmpty() ? "Any other language" : Languages.name(pipeline.language()),
                    pipeline.language(),
                    pipeline.taggers().stream()
                            .map(name -> new Step(name, address(name)))
                            .toList(),
                    pipeline.layers().stream().sorted(LayerOrder.BY_USE).toList());
        }
    }

    @Activate
    public TaggersPage(@Reference Broker broker) {
        this.broker = broker;
    }

    @Override
    public PageView show(PageRequest request) {
        return request.rest().isEmpty() ? list() : detail(request.rest());
    }

    private PageView list() {
        List<TaggerInfo> taggers = broker.taggers();
        return PageView.of(
                "taggers",
                Map.of(
                        "generation", broker.generation(),
                        "serving", count(taggers, TaggerInfo.State.SERVING),
                        "standby", count(taggers, TaggerInfo.State.STANDBY),
                        "waiting", count(taggers, TaggerInfo.State.WAITING),
                        "taggers", taggers.stream().map(Tagger::of).toList(),
                        "pipelines", broker.pipelines().stream().map(Line::of).toList()));
    }

    private PageView detail(String name) {
        List<TaggerInfo> versions = broker.taggers().stream()
                .filter(tagger -> tagger.name().equals(name))
                .toList();
        if (versions.isEmpty()) {
            throw new PageException(
                    404,
                    "There is no tagger '" + name + "'. If it came with a plugin, the plugin is gone or not started.");
        }
        return PageView.of(
                "tagger",
                Map.of(
                        "title",
                        name,
                        "name",
                        name,
                        "versions",
                        versions.stream().map(Tagger::of).toList(),
                        "pipelines",
                        broker.pipelines().stream()
                                .filter(pipeline -> pipeline.taggers().contains(name))
                                .map(Line::of)
                                .toList()));
    }

    private static long count(List<TaggerInfo> taggers, TaggerInfo.State state) {
        return taggers.stream().filter(tagger -> tagger.state() == state).count();
    }

    private static String address(String name) {
        return "/console/taggers/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
