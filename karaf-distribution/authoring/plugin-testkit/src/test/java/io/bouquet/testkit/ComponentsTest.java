package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsMediaType;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

class ComponentsTest {
    /** Settings of the component below. */
    @interface Config {
        String host() default "localhost";

        int port() default 25;

        String[] folders() default {"in", "out"};

        boolean secure();
    }

    @Component(
            service = {Mailer.class, Runnable.class},
            property = {"size:Integer=3", "names=a", "names=b"})
    @ServiceRanking(7)
    @JaxrsName("mail")
    @JaxrsExtension
    @JaxrsMediaType({"a/b", "c/d"})
    @JaxrsApplicationSelect("(x=y)")
    static final class Mailer implements Runnable {
        final Config config;
        final Supplier<?> clock;
        final List<String> bound = new ArrayList<>();
        private final Optional<Runnable> next;

        @Reference(cardinality = ReferenceCardinality.OPTIONAL)
        volatile @Nullable UnaryOperator<String> writer;

        @Reference
        volatile List<CharSequence> words = List.of();

        boolean isActive;

        Mailer() {
            throw new IllegalStateException("not this one");
        }

        @Activate
        Mailer(Config config, @Reference Supplier<?> clock, @Reference Optional<Runnable> next) {
            this.config = config;
            this.clock = clock;
            this.next = next;
        }

        @Reference(cardinality = ReferenceCardinality.MULTIPLE)
        void bind(Function<String, String> function) {
            bound.add(function.apply("bound"));
        }

        @Activate
        void begin() {
            isActive = true;
        }

        @Override
        public void run() {
            next.ifPresent(Runnable::run);
        }
    }

    private final Supplier<String> clock = () -> "noon";

    @Test
    void givesWhatTheComponentRefersTo() {
        Function<String, String> function = text -> text + "!";
        Mailer mailer = Components.create(Mailer.class, clock, "word", function);
        assertThat(mailer.clock).isSameAs(clock);
        assertThat(mailer.words).isEqualTo(List.of("word"));
        assertThat(mailer.bound).containsExactly("bound!");
        assertThat(mailer.writer).isNull();
        assertThat(mailer.isActive).isTrue();
    }

    @Test
    void configuresWithDefaults() {
        Mailer mailer = Components.create(Mailer.class, clock);
        assertThat(mailer.config.host()).isEqualTo("localhost");
        assertThat(mailer.config.port()).isEqualTo(25);
        assertThat(mailer.config.folders()).containsExactly("in", "out");
        assertThat(mailer.config.secure()).isFalse();
        Config other = Components.config(Config.class, Map.of("port", 2525, "secure", true));
        assertThat(Components.create(Mailer.class, other, clock).config.port()).isEqualTo(2525);
        assertThat(other.secure()).isTrue();
        assertThat(other.host()).isEqualTo("localhost");
    }

    @Test
    void namesWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> Components.create(Mailer.class, "word"))
                .hasMessageContaining("Mailer needs a java.util.function.Supplier")
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> Components.config(Config.class, Map.of("prot", 1)))
                .hasMessageContaining("has no prot")
                .hasMessageContaining("port");
        assertThatThrownBy(() -> Components.config(Config.class, Map.of("port", "1")))
                .hasMessageContaining("port is a int");
    }

    @Test
    void readsServicePropertiesAsTheyAreInTheBundle() {
        Map<String, Object> properties = ComponentProperties.of(Mailer.class);
        assertThat(properties)
                .containsEntry("service.ranking", 7)
                .containsEntry("osgi.jaxrs.name", "mail")
                .containsEntry("osgi.jaxrs.extension", true)
                .containsEntry("osgi.jaxrs.application.select", "(x=y)")
                .containsEntry("osgi.jaxrs.media.type", new String[] {"a/b", "c/d"})
                .containsEntry("names", new String[] {"a", "b"})
                .containsEntry("size", 3);
        assertThat(ComponentProperties.services(Mailer.class))
                .containsExactly(Mailer.class.getName(), Runnable.class.getName());
        assertThat(ComponentProperties.of(ShoutTagger.class))
                .containsEntry("tagger.name", "shout")
                .containsEntry("tagger.produces", new String[] {"shouts"})
                .containsEntry("tagger.model", "");
    }
}
