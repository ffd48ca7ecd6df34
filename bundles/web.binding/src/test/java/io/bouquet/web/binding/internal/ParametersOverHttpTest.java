package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.web.binding.FilePart;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.bouquet.web.binding.Strict;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.CookieParam;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.PathSegment;
import javax.ws.rs.core.UriInfo;
import javax.ws.rs.ext.ParamConverter;
import javax.ws.rs.ext.ParamConverterProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ParametersOverHttpTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(new Typed(), new Fields(), new Converters());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void bindsEveryType() throws Exception {
        assertThat(server.get("/typed/types?whole=4.0&big=5&decimal=1.10&flag=yes&size=LARGE"
                                + "&id=00000000-0000-0000-0000-000000000001&home=https://example.org&day=2026-01-31"
                                + "&at=2026-01-31T12:00:00Z&wait=PT1M&letter=x&code=fr")
                        .body())
                .isEqualTo("4 5 1.10 true LARGE 00000000-0000-0000-0000-000000000001 https://example.org 2026-01-31"
                        + " 2026-01-31T12:00:00Z PT1M x code fr");
    }

    @Test
    void refusesTheUnknownParametersOfAQueryThatForbidsThem() throws Exception {
        assertThat(server.get("/typed/known?label=x&limit=5").body()).isEqualTo("x 5");
        HttpResponse<String> answer = server.get("/typed/known?lable=x&limit=none");
        assertThat(TestServer.errors(answer))
                .containsExactly("int_parsing [query,limit]", "extra_forbidden [query,lable]");
        assertThat(answer.body()).contains("is not known here; known: label, limit");
        assertThat(server.get("/typed/nothing?x=1").statusCode()).isEqualTo(422);
        assertThat(TestServer.errors(server.get("/typed/nothing?x"))).containsExactly("extra_forbidden [query,x]");
        assertThat(server.get("/typed/nothing").statusCode()).isEqualTo(200);
    }

    @Test
    void namesEveryParameterThatCannotBeRead() throws Exception {
        HttpResponse<String> answer =
                server.get("/typed/types?whole=four&big=x&decimal=much&flag=perhaps&size=HUGE&id=1"
                        + "&home=a%20b&day=tomorrow&at=now&wait=long&letter=xy&code=english");
        assertThat(TestServer.errors(answer))
                .containsExactly(
                        "int_parsing [query,whole]",
                        "int_parsing [query,big]",
                        "decimal_parsing [query,decimal]",
                        "bool_parsing [query,flag]",
                        "enum [query,size]",
                        "uuid_parsing [query,id]",
                        "url_parsing [query,home]",
                        "date_parsing [query,day]",
                        "datetime_parsing [query,at]",
                        "time_delta_parsing [query,wait]",
                        "string_too_long [query,letter]",
                        "value_error [query,code]");
        assertThat(TestServer.error(answer, 0).path("input").asText()).isEqualTo("four");
        assertThat(TestServer.error(answer, 4).path("ctx").path("expected").asText())
                .isEqualTo("SMALL, LARGE");
        assertThat(TestServer.error(answer, 11).path("msg").asText()).isEqualTo("a code has two letters");
    }

    @Test
    void answersAllErrorsOfARequestAtOnceInTheOrderOfItsParts() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/typed/everywhere/abc?ids=1&ids=x&limit=many")
                .header("X-Level", "high")
                .header("Cookie", "theme=red")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":5,\"count\":\"many\"}")));
        assertThat(TestServer.errors(answer))
                .containsExactly(
                        "int_parsing [path,id]",
                        "int_parsing [query,limit]",
                        "int_parsing [query,ids,1]",
                        "int_parsing [header,X-Level]",
                        "int_parsing [cookie,theme]",
                        "string_type [body,name]",
                        "int_parsing [body,count]");
        assertThat(TestServer.error(answer, 2).path("loc").path(2).isInt()).isTrue();
        assertThat(TestServer.json(answer).path("detail").asText()).isEqualTo("7 values do not fit");
    }

    @Test
    void bindsAllPartsOfARequest() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/typed/everywhere/7?ids=1&ids=2&limit=3")
                .header("X-Level", "4")
                .header("Cookie", "theme=5")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"a\",\"count\":\"6\"}")));
        assertThat(answer.body()).isEqualTo("7 3 [1, 2] 4 5 Item[name=a, count=6] [typed/everywhere/7, typed]");
    }

    @Test
    void knowsWhatIsMissing() throws Exception {
        assertThat(TestServer.errors(server.get("/typed/missing")))
                .containsExactly("missing [query,limit]", "missing [header,X-Flag]");
        HttpResponse<String> answer =
                server.send(server.request("/typed/missing?limit=1").header("X-Flag", "on"));
        assertThat(answer.body()).isEqualTo("1 true 10 null Optional.empty OptionalInt.empty [] [a]");
        assertThat(TestServer.errors(server.get("/typed/missing?limit=")))
                .containsExactly("int_parsing [query,limit]", "missing [header,X-Flag]");
    }

    @Test
    void bindsCollections() throws Exception {
        assertThat(server.get("/typed/many?set=b&set=a&set=b&sorted=2&sorted=1&array=3&maybe=4&days=2026-01-31")
                        .body())
                .isEqualTo("[b, a] [1, 2] [3] Optional[4] [2026-01-31]");
    }

    @Test
    void bindsRecordsAndBeansOfParameters() throws Exception {
        HttpResponse<String> answer = server.send(
                server.request("/typed/pages/7?offset=3&order=up&sure=on").header("X-Level", "1"));
        assertThat(answer.body())
                .isEqualTo("Page[id=7, offset=3, limit=20, sort=Sort[order=up]] 1 true /typed/pages/7");
        HttpResponse<String> refused =
                server.send(server.request("/typed/pages/x?offset=y&sure=z").header("X-Level", "w"));
        assertThat(TestServer.errors(refused))
                .containsExactly(
                        "int_parsing [path,id]",
                        "int_parsing [query,offset]",
                        "bool_parsing [query,sure]",
                        "int_parsing [header,X-Level]");
        assertThat(TestServer.errors(server.get("/typed/pages/7?offset=-1&sure=1")))
                .containsExactly("value_error [path]");
    }

    @Test
    void bindsForms() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/typed/form")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=a%20b&age=5&tag=x&tag=y")));
        assertThat(answer.body()).isEqualTo("a b 5 [x, y]");
        HttpResponse<String> refused = server.send(server.request("/typed/form")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=a&age=old")));
        assertThat(TestServer.errors(refused)).containsExactly("int_parsing [body,age]");
    }

    @Test
    void bindsFilesOfForms() throws Exception {
        String form = part("name", "", "", "Ada")
                + part("photo", "; filename=\"a b.png\"", "Content-Type: image/png\r\n", "PNG")
                + part("photo", "; filename=\"c.png\"", "Content-Type: image/png\r\n", "png")
                + part("note", "; filename=\"n.txt\"", "", "grün")
                + "--edge--\r\n";
        HttpResponse<String> answer = server.send(server.request("/typed/upload")
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(BodyPublishers.ofString(form)));
        assertThat(answer.body()).isEqualTo("Ada a b.png image/png PNG 2 grün none");
    }

    @Test
    void refusesFormsAndCookiesThatAreNone() throws Exception {
        for (String form : new String[] {"", "--edge\r\n", "--edge\r\nContent-Disposition: form-data", "no form"}) {
            HttpResponse<String> answer = server.send(server.request("/typed/upload")
                    .header("Content-Type", "multipart/form-data; boundary=edge")
                    .POST(BodyPublishers.ofString(form)));
            assertThat(answer.statusCode()).as(form + answer.body()).isBetween(400, 499);
        }
        assertThat(TestServer.errors(server.send(server.request("/typed/upload")
                        .header("Content-Type", "multipart/form-data; boundary=edge")
                        .POST(BodyPublishers.ofString(part("name", "", "", "Ada") + "--edge--\r\n")))))
                .containsExactly("missing [body,photo]", "missing [body,note]");
        HttpResponse<String> noBoundary = server.send(server.request("/typed/upload")
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString("--edge\r\n")));
        assertThat(noBoundary.statusCode()).as(noBoundary.body()).isBetween(400, 499);
        HttpResponse<String> json = server.send(server.request("/typed/upload")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(415);
        for (String cookies : new String[] {"theme", "=5", ";;;", "theme=;x", "\"theme\"=\"5", "$Version=x; theme"}) {
            HttpResponse<String> answer =
                    server.send(server.request("/typed/cookie").header("Cookie", cookies));
            assertThat(answer.statusCode()).as(cookies + answer.body()).isIn(200, 422);
        }
    }

    private static String part(String name, String more, String headers, String content) {
        return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n" + headers + "\r\n"
                + content + "\r\n";
    }

    @Test
    void takesOnlyTheFormOfJsonIfAParameterIsStrict() throws Exception {
        assertThat(server.get("/typed/strict?count=4&flag=true").body()).isEqualTo("4 true");
        assertThat(TestServer.errors(server.get("/typed/strict?count=4.0&flag=yes")))
                .containsExactly("int_type [query,count]", "bool_type [query,flag]");
        assertThat(TestServer.errors(server.get("/typed/strict?count=+4&flag=1")))
                .containsExactly("int_type [query,count]", "bool_type [query,flag]");
    }

    @Test
    void asksThePluginsConvertersFirst() throws Exception {
        assertThat(server.get("/typed/converted?colour=red&colours=a&colours=b").body())
                .isEqualTo("Colour[name=RED] [Colour[name=A], Colour[name=B]]");
        HttpResponse<String> refused = server.get("/typed/converted?colour=&colours=a&colours=");
        assertThat(TestServer.errors(refused))
                .containsExactly("value_error [query,colour]", "value_error [query,colours,1]");
        assertThat(TestServer.error(refused, 0).path("msg").asText()).isEqualTo("a colour has a name");
    }

    @Test
    void leavesToCxfWhatOnlyCxfKnows() throws Exception {
        assertThat(server.get("/typed/segments/a;x=1?n=2").body()).isEqualTo("a 1 2");
    }

    @Test
    void bindsTheParametersOfSubResources() throws Exception {
        assertThat(server.get("/typed/part/5/of/7?day=2026-01-31").body()).isEqualTo("5 7 2026-01-31 [1, 2]");
        assertThat(TestServer.errors(server.get("/typed/part/5/of/x?day=y")))
                .containsExactly("int_parsing [path,whole]", "date_parsing [query,day]");
        assertThat(TestServer.errors(server.get("/typed/part/x/of/7"))).containsExactly("int_parsing [path,part]");
    }

    @Test
    void namesTheFirstFieldThatCannotBeRead() throws Exception {
        assertThat(server.get("/fields?day=2026-01-31&n=2&maybe=3").body()).isEqualTo("2026-01-31 2 Optional[3] 1");
        assertThat(TestServer.errors(server.get("/fields?day=x&n=2"))).containsExactly("date_parsing [query,day]");
    }

    @Test
    void bindsBeforeAnAsynchronousAnswer() throws Exception {
        assertThat(server.get("/typed/later?n=3").body()).isEqualTo("3");
        assertThat(TestServer.errors(server.get("/typed/later?n=x"))).containsExactly("int_parsing [query,n]");
    }

    @Test
    void refusesU0000() throws Exception {
        assertThat(TestServer.errors(server.get("/typed/missing?limit=1&optional=%00")))
                .contains("value_error [query,optional]");
    }

    @Test
    void answersInTheLanguageOfTheCaller() throws Exception {
        HttpResponse<String> answer = server.send(
                server.request("/typed/later?n=x").header("Accept-Language", "fr;q=0.9, de-AT;q=0.8, en;q=0.1"));
        JsonNode error = TestServer.error(answer, 0);
        assertThat(error.path("type").asText()).isEqualTo("int_parsing");
        assertThat(error.path("msg").asText()).isEqualTo("muss eine ganze Zahl sein");
    }

    @Test
    void listsTheFirstErrorsIfThereAreTooMany() throws Exception {
        HttpResponse<String> answer = server.get(
                "/typed/many?sorted=" + String.join("&sorted=", "x".repeat(500).split("")));
        assertThat(TestServer.errors(answer)).hasSize(100);
    }

    enum Size {
        SMALL,
        LARGE
    }

    /** As a plugin writes one. */
    public record Code(String code) {
        public static Code valueOf(String text) {
            if (text.length() != 2) {
                throw new IllegalArgumentException("a code has two letters");
            }
            return new Code(text);
        }

        @Override
        public String toString() {
            return "code " + code;
        }
    }

    record Item(String name, int count) {}

    record Colour(String name) {}

    record Sort(@QueryParam("order") @DefaultValue("down") String order) {}

    record Page(
            @PathParam("id") int id,
            @QueryParam("offset") int offset,
            @QueryParam("limit") @DefaultValue("20") int limit,
            Sort sort) {
        Page {
            if (offset < 0) {
                throw new IllegalArgumentException("the offset is negative");
            }
        }
    }

    /** As beans of parameters were before there were records. */
    static final class Bean {
        @HeaderParam("X-Level")
        private Integer level;

        @Context
        private UriInfo uri;

        private boolean sure;

        @QueryParam("sure")
        public void setSure(boolean sure) {
            this.sure = sure;
        }
    }

    static final class Converters implements ParamConverterProvider {
        @Override
        public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
            return type != Colour.class
                    ? null
                    : new ParamConverter<>() {
                        @Override
                        public T fromString(String text) {
                            if (text.isEmpty()) {
                                throw new IllegalArgumentException("a colour has a name");
                            }
                            return type.cast(new Colour(text.toUpperCase(java.util.Locale.ROOT)));
                        }

                        @Override
                        public String toString(T colour) {
                            return colour.toString();
                        }
                    };
        }
    }

    /** Says what it got. */
    @Path("typed")
    @Produces(MediaType.TEXT_PLAIN)
    public static final class Typed {
        record Filter(
                @QueryParam("label") String label,
                @QueryParam("limit") @DefaultValue("20") int limit) {}

        @GET
        @Path("known")
        @ForbidUnknownQuery
        public String known(@BeanParam Filter filter) {
            return filter.label() + " " + filter.limit();
        }

        @GET
        @Path("nothing")
        @ForbidUnknownQuery
        public String nothing() {
            return "";
        }

        @GET
        @Path("types")
        public String types(
                @QueryParam("whole") int whole,
                @QueryParam("big") BigInteger big,
                @QueryParam("decimal") BigDecimal decimal,
                @QueryParam("flag") Boolean flag,
                @QueryParam("size") Size size,
                @QueryParam("id") UUID id,
                @QueryParam("home") URI home,
                @QueryParam("day") LocalDate day,
                @QueryParam("at") Instant at,
                @QueryParam("wait") Duration wait,
                @QueryParam("letter") char letter,
                @QueryParam("code") Code code) {
            return said(whole, big, decimal, flag, size, id, home, day, at, wait, letter, code);
        }

        @POST
        @Path("everywhere/{id}")
        @Consumes(MediaType.APPLICATION_JSON)
        public String everywhere(
                Item item,
                @CookieParam("theme") Integer theme,
                @HeaderParam("X-Level") int level,
                @QueryParam("limit") long limit,
                @QueryParam("ids") List<Integer> ids,
                @PathParam("id") int id,
                @Context UriInfo uri) {
            return said(id, limit, ids, level, theme, item, uri.getMatchedURIs());
        }

        @GET
        @Path("missing")
        public String missing(
                @QueryParam("limit") int limit,
                @HeaderParam("X-Flag") boolean flag,
                @QueryParam("size") @DefaultValue("10") int size,
                @QueryParam("boxed") Integer boxed,
                @QueryParam("optional") Optional<String> optional,
                @QueryParam("count") OptionalInt count,
                @QueryParam("list") List<String> list,
                @QueryParam("names") @DefaultValue("a") Set<String> names) {
            return said(limit, flag, size, boxed, optional, count, list, names);
        }

        @GET
        @Path("many")
        public String many(
                @QueryParam("set") Set<String> set,
                @QueryParam("sorted") SortedSet<Integer> sorted,
                @QueryParam("array") int[] array,
                @QueryParam("maybe") Optional<Integer> maybe,
                @QueryParam("days") List<LocalDate> days) {
            return said(set, sorted, Arrays.toString(array), maybe, days);
        }

        @GET
        @Path("pages/{id}")
        public String pages(@BeanParam Page page, @BeanParam Bean bean) {
            return said(page, bean.level, bean.sure, bean.uri.getRequestUri().getPath());
        }

        @POST
        @Path("form")
        @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
        public String form(
                @FormParam("name") String name, @FormParam("age") int age, @FormParam("tag") List<String> tags) {
            return said(name, age, tags);
        }

        @POST
        @Path("upload")
        @Consumes(MediaType.MULTIPART_FORM_DATA)
        public String upload(
                @FormParam("name") String name,
                @FormParam("photo") @NotNull FilePart photo,
                @FormParam("photo") List<FilePart> photos,
                @FormParam("note") @NotNull byte[] note,
                @FormParam("more") FilePart more)
                throws IOException {
            return said(
                    name,
                    photo.fileName().orElseThrow(),
                    photo.contentType(),
                    new String(photo.open().readAllBytes(), StandardCharsets.UTF_8),
                    photos.size(),
                    new String(note, StandardCharsets.UTF_8),
                    more == null ? "none" : more);
        }

        @GET
        @Path("cookie")
        public String cookie(@CookieParam("theme") Integer theme) {
            return said(theme);
        }

        @GET
        @Path("strict")
        public String strict(@Strict @QueryParam("count") int count, @Strict @QueryParam("flag") boolean flag) {
            return said(count, flag);
        }

        @GET
        @Path("converted")
        public String converted(@QueryParam("colour") Colour colour, @QueryParam("colours") List<Colour> colours) {
            return said(colour, colours);
        }

        @GET
        @Path("segments/{part}")
        public String segments(@PathParam("part") PathSegment part, @QueryParam("n") int n) {
            return said(part.getPath(), part.getMatrixParameters().getFirst("x"), n);
        }

        @GET
        @Path("later")
        public CompletionStage<String> later(@QueryParam("n") int n) {
            return CompletableFuture.supplyAsync(() -> said(n));
        }

        @Path("part/{part}")
        public Part part(@PathParam("part") int part) {
            return new Part(part);
        }
    }

    /** A sub-resource. */
    public static final class Part {
        private final int part;

        Part(int part) {
            this.part = part;
        }

        @GET
        @Path("of/{whole}")
        public String of(
                @PathParam("whole") int whole,
                @QueryParam("day") LocalDate day,
                @QueryParam("n") @DefaultValue("1") List<Integer> n,
                @QueryParam("m") @DefaultValue("2") int m) {
            return said(part, whole, day, List.of(n.get(0), m));
        }
    }

    /** With parameters in fields. */
    @Path("fields")
    @Produces(MediaType.TEXT_PLAIN)
    public static final class Fields {
        @QueryParam("day")
        private LocalDate day;

        @QueryParam("n")
        private int n;

        @QueryParam("maybe")
        private Optional<Integer> maybe;

        @GET
        public String fields(@QueryParam("own") @DefaultValue("1") int own) {
            return said(day, n, maybe, own);
        }
    }

    private static String said(Object... values) {
        return String.join(" ", Arrays.stream(values).map(String::valueOf).toList());
    }
}
