package io.bouquet.itests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Chromium without a window, as it is installed on the machine: nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Path TARGET = Path.of(System.getProperty("bouquet.target"));

    private final ChromeDriver driver;

    Browser() {
        File chromium = find(
                "BOUQUET_CHROMIUM",
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        File chromedriver = find(
                "BOUQUET_CHROMEDRIVER",
                "/usr/bin/chromedriver",
                "/usr/lib/chromium-browser/chromedriver",
                "/usr/local/bin/chromedriver",
                "/opt/homebrew/bin/chromedriver");
        try {
            Path profile = Files.createTempDirectory(Files.createDirectories(TARGET), "chromium");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(chromium);
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--lang=en",
                    "--user-data-dir=" + profile);
            options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
            driver = new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(chromedriver)
                            .usingAnyFreePort()
                            .build(),
                    options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File find(String variable, String... places) {
        return Stream.concat(Stream.ofNullable(System.getenv(variable)), Stream.of(places))
                .filter(Objects::nonNull)
                .map(File::new)
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The tests of the console need Chromium and its driver: install"
                        + " them with 'apt-get install chromium chromium-driver', or name them in BOUQUET_CHROMIUM and"
                        + " BOUQUET_CHROMEDRIVER."));
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Makes the page as wide as the screen of a phone, or whatever is asked for; a window has a least width. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Keeps what is seen now in {@code target/screenshots}. */
    void keep(String name) {
        try {
            Path folder = Files.createDirectories(TARGET.resolve("screenshots"));
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser refused to load or run, and what scripts threw, since it was last asked. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("Content Security Policy") || message.contains("Uncaught"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
