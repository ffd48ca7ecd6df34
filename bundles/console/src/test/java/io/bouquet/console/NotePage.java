package io.bouquet.console;

import io.bouquet.console.spi.Chart;
import io.bouquet.console.spi.Chart.Cell;
import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.PageFile;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.data.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Shows one note, which a form changes. */
final class NotePage implements ConsolePage {
    volatile String note = "first";

    @Override
    public PageView show(PageRequest request) {
        return switch (request.rest()) {
            case "fails" -> throw new IllegalStateException("the secret cause");
            case "needs-the-database" ->
                throw new DatabaseUnavailableException("the database does not answer; try again soon", null);
            case "file" -> PageView.file(new PageFile("note.txt", "text/plain", note.getBytes(StandardCharsets.UTF_8)));
            case "chart" ->
                PageView.of(
                        "plot",
                        Map.of(
                                "chart",
                                new Chart(
                                        Chart.Kind.BARS,
                                        "<i>",
                                        List.of("label", "F1"),
                                        List.of(new Chart.Row(Cell.of("<b>"), Cell.of(0.5))),
                                        "")));
            case "misses-its-template" -> PageView.of("nowhere", Map.of());
            default ->
                PageView.of("note", Map.of("note", note, "origin", request.origin(), "admin", request.isAdmin()));
        };
    }

    @Override
    public PageView submit(PageRequest request) {
        note = request.parameter("note");
        return PageView.redirect("note");
    }

    @Override
    public PageView upload(PageRequest request, String file, InputStream content) throws IOException {
        note = file + " " + request.parameter("note") + ": "
                + new String(content.readAllBytes(), StandardCharsets.UTF_8);
        return PageView.redirect("note");
    }
}
