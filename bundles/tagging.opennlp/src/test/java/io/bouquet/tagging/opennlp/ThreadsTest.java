package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void tagsTheSameInEightThreadsAsInOne() throws Exception {
        List<String> texts = IntStream.range(0, 200)
                .mapToObj(i -> "Mr. Smith number " + i + " flew to Paris, didn't he? "
                        + "It was not a good idea. ".repeat(i % 5) + "Ann Lee stayed in Rome " + i + " days.")
                .toList();
        List<AnnotatedText> alone = texts.stream().map(Models::english).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<AnnotatedText>> together = new ArrayList<>();
            for (String text : texts) {
                together.add(threads.submit(() -> Models.english(text)));
            }
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
