package io.bouquet.benchmarks.probe;

import java.util.List;

/** Ordinary texts of one to three sentences, written for this purpose. */
public final class Texts {
    public static final List<String> NEWS = List.of(
            "Angela Merkel met Tim Cook in Berlin on Monday. The talks were surprisingly pleasant.",
            "The city council approved a new bridge across the river. Construction begins next spring and will take two"
                    + " years.",
            "Maria Lopez joined the research group in Toronto after ten years at a hospital in Madrid.",
            "Shares of the airline fell by four percent. Analysts had expected better figures for the summer.",
            "The museum opens its doors at nine. Visitors from Japan and Brazil waited in the rain for hours, but nobody"
                    + " complained.",
            "Scientists in Oslo published a study about the migration of whales in the northern Atlantic.",
            "The train from Paris to Lyon was late again. Passengers received a small refund and an apology.",
            "David Brown wrote his third novel in a small house near Dublin. Critics found it slow but beautiful.");

    private Texts() {}
}
