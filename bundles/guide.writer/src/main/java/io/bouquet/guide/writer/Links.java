package io.bouquet.guide.writer;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Turns links between files of the repository into links between pages, and notes those that lead nowhere. */
final class Links {
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private final Predicate<String> exists;
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, String> pictures = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    /**
     * @param exists   whether the repository has a file or folder
     * @param pictures paths of those that the guide has
     */
    Links(Predicate<String> exists, List<Page> pages, List<String> pictures) {
        this.exists = exists;
        for (Page page : pages) {
            this.pages.put(page.source(), page);
            // a link to a folder shows its README, as everywhere
            this.pages.putIfAbsent(page.source().replaceFirst("/README\\.md$", ""), page);
        }
        pictures.forEach(picture -> this.pictures.put(picture, Page.ROOT + "/" + Repository.pictureName(picture)));
    }

    /**
     * Returns the address of the target of a link.
     *
     * @param from the page with the link
     * @return empty if the guide does not have the target
     */
    Optional<String> resolve(Page from, String link) {
        if (ELSEWHERE.matcher(link).matches()) {
            return Optional.of(link);
        }
        String path = path(from, link);
        Page page = pages.get(path);
        if (page == null) {
            if (!exists.test(path)) {
                broken.add(from.source() + ": no file " + path);
            }
            return Optional.ofNullable(pictures.get(path));
        }
        int hash = link.indexOf('#');
        if (hash < 0) {
            return Optional.of(page.address());
        }
        String anchor = link.substring(hash + 1);
        if (!page.anchors().contains(anchor)) {
            broken.add(from.source() + ": no heading '" + anchor + "' in " + path + "; it has " + page.anchors());
        }
        return Optional.of(hash == 0 ? "#" + anchor : page.address() + "#" + anchor);
    }

    /** Returns the page that a link leads to. */
    Optional<Page> target(Page from, String link) {
        return ELSEWHERE.matcher(link).matches() ? Optional.empty() : page(path(from, link));
    }

    /** Returns the page of a file of the repository. */
    Optional<Page> page(String source) {
        return Optional.ofNullable(pages.get(source));
    }

    /** Returns the links without a target that were met. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    private static String path(Page from, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        if (path.isEmpty()) {
            return from.source();
        }
        String target = URI.create("/" + from.folder())
                .resolve(path)
                .normalize()
                .getPath()
                .substring(1);
        return target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
    }
}
