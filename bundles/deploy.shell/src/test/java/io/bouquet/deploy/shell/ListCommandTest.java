package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListCommandTest {
    private static final Origin PLATFORM = new Origin("the platform", true, false);
    private static final List<Plugin> PLUGINS = List.of(
            plugin(1, "io.bouquet.tagging.rest", List.of("REST /api/taggers"), PLATFORM, List.of()),
            plugin(2, "io.bouquet.tagging", List.of(), PLATFORM, List.of()),
            plugin(3, "org.apache.aries", List.of("servlet /*"), PLATFORM, List.of()),
            plugin(4, "shout", List.of("tagger shout"), new Origin("deploy/shout.jar", false, false), List.of()),
            plugin(5, "lost", List.of(), new Origin("file:/lost.jar", false, false), List.of("it needs luck")),
            plugin(6, "library", List.of(), new Origin("feature shout 1", false, true), List.of()),
            plugin(7, "sick.library", List.of(), new Origin("feature shout 1", false, true), List.of("it needs rest")));

    private final ListCommand command = new ListCommand();

    @Test
    void listsWhatDidNotComeWithThePlatform() {
        assertThat(printed())
                .containsPattern("4\\s.*shout\\s.*1\\.0\\.0\\s.*ACTIVE\\s.*tagger shout\\s.*deploy/shout\\.jar")
                .contains("lost [5]: it needs luck", "sick.library [7]: it needs rest")
                .doesNotContain("io.bouquet", "aries", "6 ");
    }

    @Test
    void listsThePlatformsOwnRoomsWhereAsked() {
        command.all = true;
        assertThat(printed())
                .contains("io.bouquet.tagging.rest", "shout")
                .doesNotContain("io.bouquet.tagging ", "aries");
    }

    @Test
    void tellsAllOfOneBundleByNameOrId() {
        command.name = "lost";
        String byName = printed();
        command.name = "5";
        assertThat(printed()).isEqualTo(byName).isEqualToNormalizingNewlines("""
                        lost 1.0.0 [5] ACTIVE
                          from     file:/lost.jar
                          problem  it needs luck
                        """);
    }

    @Test
    void refusesANameThatNoBundleHas() {
        command.name = "lots";
        assertThatIllegalArgumentException().isThrownBy(this::printed).withMessageContaining("'lots'");
    }

    @Test
    void printsJson() throws Exception {
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed());
        assertThat(json).hasSize(3);
        assertThat(json.get(0).get("adds").get(0).asText()).isEqualTo("tagger shout");
        assertThat(json.get(1).get("problems").get(0).asText()).isEqualTo("it needs luck");
    }

    private String printed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        command.print(PLUGINS, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Plugin plugin(long id, String name, List<String> contributes, Origin origin, List<String> problems) {
        return new Plugin(id, name, "1.0.0", "ACTIVE", contributes, origin, problems);
    }
}
