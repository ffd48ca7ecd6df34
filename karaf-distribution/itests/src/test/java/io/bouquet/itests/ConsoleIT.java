package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openqa.selenium.support.ui.ExpectedConditions.stalenessOf;
import static org.openqa.selenium.support.ui.ExpectedConditions.textToBePresentInElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.urlContains;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TestName;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The console, in a real browser. */
@Category(NeedsBrowser.class)
public class ConsoleIT {
    private static final String SENTENCES =
            "Angela Merkel met Tim Cook in Berlin on Monday. The talks were surprisingly pleasant.";
    private static final By TEXT = By.name("text");
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final By SUBMIT = By.cssSelector("main button[type=submit]");

    private static Platform platform;
    private static Browser browser;
    private static ChromeDriver driver;
    private static String password;

    @Rule
    public final TestName test = new TestName();

    @BeforeClass
    public static void start() {
        // the browser first: where there is none, that is what a developer wants to hear at once
        browser = new Browser();
        driver = browser.driver();
        platform = new Platform("console");
        password = Platform.password(platform.start());
    }

    @AfterClass
    public static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (platform != null) {
            platform.close();
        }
    }

    @Before
    public void forgetTheLogin() {
        browser.resize(1280, 900);
        driver.get(address("/console/login"));
        driver.manage().deleteAllCookies();
    }

    @After
    public void keepWhatIsSeen() {
        browser.keep(test.getMethodName());
        assertThat(browser.complaints()).isEmpty();
    }

    private static String address(String path) {
        return platform.nobody().base() + path;
    }

    private static void open(String path) {
        driver.get(address(path));
    }

    private static String seen() {
        return driver.findElement(By.tagName("main")).getText();
    }

    private static void submit() {
        WebElement old = driver.findElement(By.tagName("html"));
        driver.findElement(SUBMIT).click();
        awaitNewPage(old);
    }

    private static void awaitNewPage(WebElement old) {
        // asked in the middle of it, the driver knows no word for a page that is neither there nor gone
        new WebDriverWait(driver, Duration.ofSeconds(15))
                .ignoring(WebDriverException.class)
                .until(stalenessOf(old));
    }

    private static void logIn(String with) {
        open("/console");
        driver.findElement(By.name("name")).sendKeys("admin");
        driver.findElement(By.name("password")).sendKeys(with);
        submit();
    }

    private static void annotate(String text) {
        logIn(password);
        open("/console/try");
        driver.findElement(TEXT).sendKeys(text);
        submit();
    }

    @Test
    public void asksWhoYouAreAndGoesOnToWhereYouWanted() {
        open("/console/taggers");
        assertThat(driver.getCurrentUrl()).contains("/console/login");
        driver.findElement(By.name("name")).sendKeys("admin");
        driver.findElement(By.name("password")).sendKeys(password);
        submit();
        assertThat(driver.getCurrentUrl()).endsWith("/console/taggers");
    }

    @Test
    public void refusesAWrongPassword() {
        logIn("wrong password");
        assertThat(driver.getCurrentUrl()).contains("/console/login");
        assertThat(driver.findElement(By.cssSelector("[role=alert]")).getText()).contains("wrong");
        open("/console/documents");
        assertThat(driver.getCurrentUrl()).contains("/console/login");
    }

    @Test
    public void marksTheEntitiesInTheText() {
        annotate(SENTENCES);
        List<String> marks = driver.findElements(By.cssSelector(".entities mark")).stream()
                .map(mark -> mark.getText().replaceAll("\\s+", " ").strip())
                .toList();
        assertThat(marks)
                .anyMatch(mark -> mark.startsWith("Angela Merkel") && mark.contains("person"))
                .anyMatch(mark -> mark.startsWith("Tim Cook") && mark.contains("person"))
                .anyMatch(mark -> mark.startsWith("Berlin") && mark.contains("location"));
    }

    @Test
    public void showsSentimentWordsAndWhatMadeThem() {
        annotate(SENTENCES);
        assertThat(driver.findElement(By.cssSelector(".sentiment")).getText()).contains("positive");
        assertThat(driver.findElement(By.cssSelector(".tokens")).getText()).contains("surprisingly", "ADV", "PROPN");
        assertThat(seen()).contains("English", "entities-en", "Generation");
    }

    @Test
    public void showsTextAsTextAndNotAsHtml() {
        annotate("<script>alert(1)</script> <b>Angela Merkel</b> met Tim Cook in Berlin.");
        assertThat(driver.findElement(TEXT).getDomProperty("value")).startsWith("<script>alert(1)</script>");
        assertThat(driver.findElements(By.cssSelector("main script, main b"))).isEmpty();
        assertThat(seen()).contains("<script>");
    }

    @Test
    public void saysWhatIsWrongWithAnEmptyText() {
        annotate(" ");
        assertThat(driver.findElements(By.cssSelector("[role=alert], #result"))).isNotEmpty();
    }

    @Test
    public void listsTheTaggersWithTheirState() {
        logIn(password);
        open("/console/taggers");
        WebElement row = driver.findElements(By.cssSelector("tbody tr")).stream()
                .filter(one -> one.getText().contains("entities-en"))
                .findFirst()
                .orElseThrow();
        assertThat(row.getText()).contains("serving");
        driver.findElement(By.linkText("entities-en")).click();
        assertThat(seen()).contains("entities-en", "Version", "tokens");
    }

    @Test
    public void listsStoredDocumentsAndDeletesOne() {
        platform.nobody()
                .as("admin", password)
                .post("/api/documents", Map.of("text", "Ada Lovelace was born in London."))
                .json(201);
        logIn(password);
        open("/console/documents");
        driver.findElement(By.partialLinkText("Ada Lovelace")).click();
        assertThat(seen()).contains("Ada Lovelace person was born in London location", "en");
        browser.keep("document");
        driver.findElement(By.linkText("Delete")).click();
        submit();
        assertThat(driver.getCurrentUrl()).contains("/console/documents");
        assertThat(driver.findElements(By.partialLinkText("Ada Lovelace"))).isEmpty();
    }

    @Test
    public void installsAPluginUpgradesItByDroppingAFileAndTakesItBack() throws IOException {
        logIn(password);
        open("/console/plugins");
        driver.findElement(By.name("file"))
                .sendKeys(Sample.EMPHASIS.jar().toRealPath().toString());
        submit();
        assertThat(seen()).contains("Install com.example.emphasis-tagger?", "Nothing stands still");
        assertThat(platform.nobody()
                        .as("admin", password)
                        .get("/api/taggers/emphasis")
                        .status())
                .as("a plan changes nothing")
                .isEqualTo(404);
        submit();
        awaitReceipt("Install", "1.0.0");

        open("/console/plugins");
        drop(Sample.EMPHASIS.next());
        assertThat(seen()).contains("Upgrade com.example.emphasis-tagger?", "Side by side: nothing stands still");
        browser.keep("plan");
        submit();
        awaitReceipt("Upgrade", "1.1.0");
        browser.keep("receipt");

        open("/console/plugins");
        browser.keep("plugins");
        follow(By.linkText("Roll back"));
        submit();
        awaitReceipt("Roll back", "1.0.0");

        open("/console/plugins");
        follow(By.linkText("Remove"));
        assertThat(seen()).contains("Its routes and taggers are gone after this");
        submit();
        awaitReceipt("Remove", "nothing");
        open("/console/plugins");
        assertThat(seen()).contains("No plugin was installed here");
        assertThat(driver.findElements(By.cssSelector("tbody .state"))).hasSize(4);
    }

    @Test
    public void makesTheProjectOfANewPlugin() {
        logIn(password);
        open("/console/plugins");
        follow(By.linkText("New plugin"));
        browser.keep("new-plugin");
        driver.findElement(By.name("name")).sendKeys("My plugin");
        submit();
        assertThat(driver.findElement(By.cssSelector("[role=alert]")).getText())
                .startsWith("'My plugin' is no name of a plugin: up to 30 lower-case letters");
        assertThat(driver.findElement(By.name("name")).getAttribute("aria-invalid"))
                .isEqualTo("true");
    }

    @Test
    public void saysWhyAFileIsNoPlugin() throws IOException {
        logIn(password);
        open("/console/plugins");
        Path file = Files.writeString(Path.of(System.getProperty("bouquet.target"), "notes.jar"), "only notes");
        driver.findElement(By.name("file")).sendKeys(file.toRealPath().toString());
        submit();
        assertThat(driver.findElement(By.cssSelector("[role=alert]")).getText())
                .isEqualTo("notes.jar is not a JAR or KAR: it does not begin as ZIP files do."
                        + " Take the JAR that the build puts into target/.");
        assertThat(seen()).contains("Nothing has changed.");
    }

    @Test
    public void letsAPluginTakeOverOnlyFromWhoHasAgreedAndRemovesItWithItsData() throws IOException {
        logIn(password);
        open("/console/plugins");
        drop(Sample.GREETING.jar());
        submit();
        awaitReceipt("Install", "1.0.0");

        Path rival = Path.of(System.getProperty("bouquet.target"), "rival.jar");
        PluginsIT.copy(
                Sample.GREETING.jar(),
                rival,
                headers -> {
                    headers.putValue("Bundle-SymbolicName", "com.example.rival");
                    headers.putValue(
                            "Bouquet-Model",
                            "model/categories.bin;kind=categories;language=en;name=rival;layers=greeting");
                },
                Map.of());
        open("/console/plugins");
        drop(rival);
        assertThat(seen())
                .contains(
                        "It takes over from others",
                        "the layer greeting (en) is answered by greeting and would be answered by rival");
        browser.keep("take-over");
        driver.findElement(SUBMIT).click();
        assertThat(driver.findElements(By.cssSelector("input[name=takeOver]:invalid")))
                .as("the browser asks first")
                .hasSize(1);
        driver.findElement(By.name("takeOver")).click();
        submit();
        awaitReceipt("Install", "1.0.0");

        open("/console/plugins");
        follow(By.cssSelector("[aria-label='Remove com.example.rival with its data']"));
        assertThat(seen()).contains("Its data is dropped for good");
        submit();
        awaitReceipt("Remove", "nothing");

        open("/console/plugins");
        drop(Sample.GREETING.jar());
        assertThat(seen()).contains("This version is installed already");
        submit();
        awaitReceipt("Upgrade", "1.0.0");
        open("/console/plugins");
        follow(By.linkText("Remove"));
        submit();
        awaitReceipt("Remove", "nothing");
    }

    private static void follow(By link) {
        WebElement old = driver.findElement(By.tagName("html"));
        driver.findElement(link).click();
        awaitNewPage(old);
    }

    /** As a file dragged from the desktop is dropped. */
    private static void drop(Path file) throws IOException {
        WebElement old = driver.findElement(By.tagName("html"));
        driver.executeScript(
                """
                const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([bytes], arguments[1]));
                document.querySelector('main').dispatchEvent(
                    new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true}));
                """,
                Base64.getEncoder().encodeToString(Files.readAllBytes(file)),
                file.getFileName().toString());
        awaitNewPage(old);
    }

    /** The receipt shows its progress, and reloads itself until it is done. */
    private static void awaitReceipt(String change, String serves) {
        new WebDriverWait(driver, Duration.ofSeconds(30))
                .ignoring(WebDriverException.class)
                .until(page -> page.findElement(By.cssSelector("[role=status]"))
                        .getText()
                        .equals("done"));
        assertThat(driver.findElement(By.tagName("h1")).getText()).startsWith(change);
        assertThat(driver.findElement(By.cssSelector("dl.facts dd")).getText()).isEqualTo(serves);
    }

    @Test
    public void logsOut() {
        logIn(password);
        driver.findElement(By.cssSelector("form.who button")).click();
        new WebDriverWait(driver, Duration.ofSeconds(10)).until(urlContains("/console/login"));
        driver.navigate().back();
        open("/console/taggers");
        assertThat(driver.getCurrentUrl()).contains("/console/login");
    }

    @Test
    public void losesNothingThatWasTypedWhenTheSessionHasEnded() {
        logIn(password);
        open("/console/try");
        driver.findElement(TEXT).sendKeys(SENTENCES);
        driver.manage().deleteAllCookies();
        submit();
        assertThat(driver.getCurrentUrl()).contains("/console/login");
        assertThat(seen()).contains("Your session has ended.");
        browser.keep("session-ended");
        driver.findElement(By.name("name")).sendKeys("admin");
        driver.findElement(By.name("password")).sendKeys(password);
        submit();
        assertThat(driver.getCurrentUrl()).contains("/console/try");
        assertThat(driver.findElement(TEXT).getAttribute("value")).isEqualTo(SENTENCES);
        submit();
        assertThat(driver.findElements(By.cssSelector(".entities mark"))).isNotEmpty();
    }

    @Test
    public void worksByKeyboardAlone() {
        open("/console/try");
        WebElement login = driver.findElement(By.tagName("html"));
        focused().sendKeys("admin", Keys.TAB);
        focused().sendKeys(password, Keys.ENTER);
        awaitNewPage(login);
        WebElement page = driver.findElement(By.tagName("html"));
        assertThat(focused().getDomAttribute("name")).isEqualTo("text");
        focused().sendKeys(SENTENCES, Keys.chord(Keys.CONTROL, Keys.ENTER));
        awaitNewPage(page);
        assertThat(seen()).contains("Angela Merkel");
    }

    private static WebElement focused() {
        return driver.switchTo().activeElement();
    }

    @Test
    public void fitsOnAPhone() {
        browser.resize(400, 800);
        assertFits("/console/login");
        annotate(SENTENCES);
        assertFits(null);
        browser.keep("phone-try");
        platform.nobody()
                .as("admin", password)
                .post("/api/documents", Map.of("text", SENTENCES + " " + "a".repeat(300)))
                .json(201);
        assertFits("/console/taggers");
        browser.keep("phone-taggers");
        assertFits("/console/documents");
        driver.findElement(By.partialLinkText("Angela Merkel")).click();
        assertFits(null);
        platform.nobody()
                .as("admin", password)
                .post("/api/jobs?layers=tokens", "text/plain", SENTENCES + "\n" + "a".repeat(300))
                .json(202);
        assertFits("/console/jobs");
        driver.findElement(By.linkText("annotate")).click();
        new WebDriverWait(driver, Duration.ofSeconds(20))
                .until(textToBePresentInElementLocated(By.cssSelector("[role=status]"), "done"));
        assertThat(seen()).contains("2 of 2 documents", "First results");
        assertFits(null);
        browser.keep("phone-job");
    }

    /** @param path null for the page that is open */
    private static void assertFits(String path) {
        if (path != null) {
            open(path);
        }
        assertThat(driver.executeScript("return window.innerWidth")).isEqualTo(400L);
        // less than the window where there is a scroll bar at its side
        Long width = (Long) driver.executeScript("return document.documentElement.clientWidth");
        assertThat((Long) driver.executeScript("return document.documentElement.scrollWidth"))
                .as(driver.getCurrentUrl())
                .isLessThanOrEqualTo(width);
    }

    @Test
    public void theDocsDrawPluginsAsTheyComeAndGoAndTryThemOut() throws IOException {
        open("/docs");
        assertThat(driver.getCurrentUrl()).contains("/console/login?next=%2Fdocs");
        driver.findElement(By.name("name")).sendKeys("admin");
        driver.findElement(By.name("password")).sendKeys(password);
        submit();
        assertThat(driver.getCurrentUrl()).endsWith("/docs");
        awaitSeen("/api/annotate");
        Client admin = platform.nobody().as("admin", password);
        admin.post("/api/plugins?name=hello.jar", "application/java-archive", Files.readAllBytes(Sample.HELLO.jar()))
                .json(202);
        awaitSeen("/hello/{name}");
        authorize();
        find("[id*=HelloService] .opblock-control-arrow").click();
        find("[data-param-name=name] input").sendKeys("Ada");
        find(".execute").click();
        assertThat(find(".live-responses-table .highlight-code").getText()).contains("Hello, Ada!");
        browser.keep("docs");
        admin.delete("/api/plugins/" + Sample.HELLO.symbolicName()).json(202);
        new WebDriverWait(driver, SOON).until(any -> !seen().contains("/hello/{name}"));
    }

    @Test
    public void theGuideIsFoundSearchedAndReadWithTheKeyboard() {
        logIn(password);
        driver.findElement(By.linkText("Guide")).click();
        assertThat(driver.getTitle()).isEqualTo("Guide · Bouquet");
        driver.findElement(By.tagName("body")).sendKeys("/");
        driver.switchTo().activeElement().sendKeys("class loader leaks");
        find("#found li");
        driver.switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
        driver.switchTo().activeElement().sendKeys(Keys.ENTER);
        new WebDriverWait(driver, SOON).until(urlContains("/docs/guide/deploying#class-loader-leaks"));
        assertThat(find(".side a[aria-current]").getText()).isEqualTo("Deploying plugins");
        browser.keep("guide");
        browser.resize(400, 800);
        assertFits("/docs/guide/deploying");
        assertThat(driver.findElements(By.linkText("Tutorial")))
                .as("the contents are closed")
                .isEmpty();
        find(".side summary").click();
        driver.findElement(By.linkText("Tutorial")).click();
        assertThat(driver.getTitle()).contains("Tutorial");
    }

    private static void authorize() {
        find(".btn.authorize").click();
        find("input[name=username]").sendKeys("admin");
        find("input[name=password]").sendKeys(password);
        find(".auth-btn-wrapper .authorize").click();
        find(".auth-btn-wrapper .btn-done").click();
    }

    private static void awaitSeen(String text) {
        new WebDriverWait(driver, SOON).until(any -> seen().contains(text));
    }

    private static WebElement find(String selector) {
        return new WebDriverWait(driver, SOON)
                .ignoring(WebDriverException.class)
                .until(any -> driver.findElements(By.cssSelector(selector)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }
}
