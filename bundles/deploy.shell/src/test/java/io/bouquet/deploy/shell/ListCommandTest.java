package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                .containsPattern("4\\s.*shout\\s.*1\\.0\\.0\\s.*ACTIVE\\s.*deploy/shout\\.jar\\s.*tagger shout")
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

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void keepsItsTableWithinTheTerminal(int width) {
        Plugin many = plugin(
                8,
                "com.example.many",
                Stream.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
                        .map(name -> "REST /many/" + name)
                        .toList(),
                new Origin("feature many 1.0.0, KAR a-name-that-goes-on-and-on-for-a-while", false, false),
                List.of());
        assertThat(printed(List.of(many), width).lines()).allMatch(line -> line.length() <= width);
        assertThat(printed(List.of(many), width)).contains("one", "/many/ten");
        assertThat(printed(List.of(many), 0)).contains("for-a-while", "REST /many/nine, REST /many/ten");
    }

    private String printed() {
        return printed(PLUGINS, 0);
    }

    private String printed(List<Plugin> plugins, int width) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        command.print(plugins, width, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Plugin plugin(long id, String name, List<String> contributes, Origin origin, List<String> problems) {
        return new Plugin(id, name, "1.0.0", "ACTIVE", contributes, origin, problems);
    }
}
