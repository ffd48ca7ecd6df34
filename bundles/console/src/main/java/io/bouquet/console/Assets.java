package io.bouquet.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The style sheets, the scripts and the icon. Their addresses contain their hash, so browsers cache them permanently. */
final class Assets {
    private static final Map<String, Asset> BY_NAME = Map.of(
            "console.css", read("console.css", "text/css; charset=utf-8"),
            "console.js", read("console.js", "text/javascript; charset=utf-8"),
            "charts.js", read("charts.js", "text/javascript; charset=utf-8"),
            "uplot.js", read(uplot() + "uPlot.iife.min.js", "text/javascript; charset=utf-8"),
            "uplot.css", read(uplot() + "uPlot.min.css", "text/css; charset=utf-8"),
            "icon.svg", read("icon.svg", "image/svg+xml"));

    private record Asset(byte[] bytes, String type, String hash) {}

    private Assets() {}

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    /** Returns the address of an existing asset. */
    static String address(String name) {
        return ConsolePath.ASSETS + name + "?"
                + Optional.ofNullable(BY_NAME.get(name)).orElseThrow().hash();
    }

    /** Sends an asset; returns false if it does not exist. */
    static boolean send(String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asset asset = BY_NAME.get(name);
        if (asset == null) {
            return false;
        }
        String tag = "\"" + asset.hash() + "\"";
        response.setHeader("ETag", tag);
        response.setHeader(
                "Cache-Control",
                asset.hash().equals(request.getQueryString())
                        ? "public, max-age=31536000, immutable"
                        : "public, no-cache");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return true;
        }
        response.setContentType(asset.type());
        response.setContentLength(asset.bytes().length);
        response.getOutputStream().write(asset.bytes());
        return true;
    }

    /** Returns the folder of the library that draws charts. */
    private static String uplot() {
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return "/META-INF/resources/webjars/uplot/" + properties.getProperty("version") + "/dist/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws FileNotFoundException {
        InputStream in = Assets.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(name);
        }
        return in;
    }

    private static Asset read(String name, String type) {
        try (InputStream in = open(name.startsWith("/") ? name : "assets/" + name)) {
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Asset(bytes, type, HexFormat.of().formatHex(hash, 0, 8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
