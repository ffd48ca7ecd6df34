package io.bouquet.guide.writer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guide, ready to be written.
 *
 * @param files  contents by their names
 * @param broken links that lead nowhere
 */
record Guide(Map<String, byte[]> files, List<String> broken) {
    static Guide of(Path root) {
        Repository repository = new Repository(root);
        List<Page> pages = repository.pages();
        List<String> pictures = repository.pictures();
        Links links = new Links(repository::has, pages, pictures);
        Navigation navigation = new Navigation(pages);
        Map<String, byte[]> files = new TreeMap<>();
        pictures.forEach(picture -> files.put(Repository.pictureName(picture), repository.read(picture)));
        Map<String, byte[]> assets = Map.of(
                "guide.css", asset("guide.css"),
                "guide.js", asset("guide.js"),
                "search.json", search(pages));
        files.putAll(assets);
        String frame = new String(asset("page.html"), StandardCharsets.UTF_8);
        for (Map.Entry<String, byte[]> asset : assets.entrySet()) {
            frame = frame.replace(asset.getKey(), asset.getKey() + "?" + Hash.of(asset.getValue()));
        }
        for (Page page : pages) {
            String html = frame.replace("{title}", title(page))
                    .replace("{navigation}", navigation.html(page))
                    .replace("{neighbours}", navigation.neighbours(page))
                    .replace("{body}", new Body(page, links).html());
            files.put(page.file(), html.getBytes(StandardCharsets.UTF_8));
        }
        return new Guide(files, links.broken());
    }

    private static String title(Page page) {
        return Escape.html(page.name().isEmpty() ? "Guide" : page.title() + " · Guide");
    }

    private static byte[] search(List<Page> pages) {
        try {
            return JsonMapper.builder()
                    .build()
                    .writeValueAsBytes(pages.stream().flatMap(Passage::of).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] asset(String name) {
        try (InputStream in = Guide.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
