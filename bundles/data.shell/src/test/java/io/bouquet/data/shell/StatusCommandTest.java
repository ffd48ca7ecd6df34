package io.bouquet.data.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.data.UnitSchemas.ChangeSet;
import io.bouquet.data.UnitSchemas.Table;
import io.bouquet.data.UnitSchemas.UnitSchema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static final UnitSchema STUCK = new UnitSchema(
            "shop",
            "SHOP",
            "com.example.shop",
            "failed",
            "no such column",
            List.of(new ChangeSet("1", "ann", "db/shop.xml", Instant.parse("2026-11-27T10:00:00Z"))),
            List.of(new ChangeSet("2", "ann", "db/shop.xml", null)),
            List.of(new Table("ORDERS", 3)));
    private static final UnitSchema UNMADE = new UnitSchema(
            "stock",
            "",
            "com.example.stock",
            "waiting",
            "the database does not answer",
            List.of(),
            List.of(),
            List.of());

    private final StatusCommand command = new StatusCommand();

    @Test
    void showsWhatIsPending() {
        assertThat(printed(out -> command.print(STUCK, out)))
                .contains("Unit shop in the schema SHOP, of com.example.shop: failed, no such column")
                .containsPattern("1 +\\| ann +\\| db/shop.xml +\\| 2026-11-27T10:00:00Z")
                .containsPattern("2 +\\| ann +\\| db/shop.xml +\\| pending");
    }

    @Test
    void showsAUnitWhoseSchemaIsNotMade() {
        assertThat(printed(out -> command.print(List.of(STUCK, UNMADE), out)))
                .containsPattern("stock +\\| waiting +\\| com.example.stock")
                .contains("stock: the database does not answer");
        assertThat(printed(out -> command.print(UNMADE, out)))
                .contains("Unit stock, whose schema is not made, of com.example.stock: waiting");
    }

    @Test
    void printsBothAsJson() throws Exception {
        command.json = true;
        JsonNode all = new ObjectMapper().readTree(printed(out -> command.print(List.of(STUCK, UNMADE), out)));
        assertThat(all.at("/0/pending/0/id").asText()).isEqualTo("2");
        assertThat(all.at("/0/pending/0/ran").isNull()).isTrue();
        assertThat(all.at("/1/schema").asText()).isEmpty();
    }

    private static String printed(Consumer<PrintStream> printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        printing.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
