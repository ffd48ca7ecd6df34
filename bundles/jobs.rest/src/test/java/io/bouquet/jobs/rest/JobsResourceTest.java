package io.bouquet.jobs.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.InputError;
import io.bouquet.jobs.InvalidJobException;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.rest.JobsResource.WireJob;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Layers;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsResourceTest {
    private static final SecurityContext ADA = account("ada");
    private static final SecurityContext BOB = account("bob");

    private final StubJobs jobs = new StubJobs();
    private final JobsResource resource = new JobsResource();

    @BeforeAll
    static void useAnImplementationOfJaxrs() {
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    }

    @BeforeEach
    void open() {
        resource.jobs = jobs;
    }

    @Test
    void takesABatchWithItsParameters() throws IOException {
        Response response = resource.submitBatch(
                body("{'kind':'count','layers':['entities'],'documents':[{'text':'a'},7]}"), "k", ADA);
        assertThat(response.getStatus()).isEqualTo(202);
        assertThat(response.getLocation()).hasToString("jobs/01");
        assertThat(((WireJob) response.getEntity()).secondsLeft()).isEqualTo(2);
        assertThat(jobs.submitted)
                .isEqualTo(new NewJob("ada", "count", Map.of("layers", List.of("entities")), List.of("body"), "k"));
        assertThat(jobs.items).containsExactly(Map.of("text", "a"), 7);
    }

    @Test
    void answersARepeatedRequestWith200AndTheSameLocation() throws IOException {
        jobs.isNew = false;
        Response response = resource.submitBatch(body("{'documents':[{'text':'a'}]}"), "k", ADA);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getLocation()).hasToString("jobs/01");
        assertThat(jobs.submitted.kind()).isEqualTo("annotate");
    }

    @Test
    void saysAllThatDoesNotFitInABatch() {
        assertThat(errors("{'kind':1}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactly(
                        tuple("string_type", List.of("body", "kind")), tuple("missing", List.of("body", "documents")));
        assertThat(errors("{'documents':[],'query':{'lable':'x','since':'yesterday','label':'a\\u0000'}}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactly(
                        tuple("value_error", List.of("body", "documents")),
                        tuple("extra_forbidden", List.of("body", "query", "lable")),
                        tuple("value_error", List.of("body", "query", "label")),
                        tuple("datetime_parsing", List.of("body", "query", "since")));
        assertThat(errors("{'documents':{}}")).extracting(FieldError::type).containsExactly("list_type");
        assertThat(errors("[]")).extracting(FieldError::type).containsExactly("model_attributes_type");
        for (String malformed : List.of("", "{", "{} {}", "{'a':1,'a':2}")) {
            assertThatThrownBy(() -> resource.submitBatch(body(malformed), null, ADA))
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void refusesABatchThatIsTooLarge() {
        byte[] large = new byte[JsonBatch.MAX_BYTES + 1];
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> resource.submitBatch(new ByteArrayInputStream(large), null, ADA));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.detail()).contains("application/x-ndjson");
    }

    @Test
    void givesWhatTheStoreRefusesAsProblems() {
        jobs.refusal = new InvalidJobException(
                List.of(new InputError("missing", List.of("body", "line", 3, "text"), "is required", null, Map.of())));
        assertThat(errors("{'documents':[]}")).extracting(FieldError::place).containsExactly("body.line[3].text");
        jobs.refusal = new JobLimitException(JobLimitException.Limit.SIZE, "too much");
        assertThat(refusal("{'documents':[]}").status()).isEqualTo(413);
        jobs.refusal = new JobLimitException(JobLimitException.Limit.JOBS, "too many");
        ProblemException tooMany = refusal("{'documents':[]}");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.retryAfterSeconds()).isPositive();
        resource.jobs = null;
        assertThat(refusal("{'documents':[]}").status()).isEqualTo(503);
    }

    @Test
    void takesTheTextsOfStoredDocuments() throws IOException {
        assertThat(refusal("{'query':{}}").status()).isEqualTo(503);
        Shelf shelf = new Shelf();
        resource.documents = shelf;
        resource.submitBatch(body("{'query':{'language':'en'}}"), null, ADA);
        assertThat(jobs.items)
                .containsExactly(Map.of("id", "1", "text", "text 1"), Map.of("id", "3", "text", "text 3"));
        assertThat(shelf.asked.language()).isEqualTo("en");
    }

    @Test
    void takesAFormWithAFile() throws IOException {
        Response response = resource.submitForm(
                form("kind", "count", "layers", "entities", "layers", "tokens", "file=x.csv=text/csv", "text\na\n"),
                "multipart/form-data; boundary=XX",
                null,
                ADA);
        assertThat(response.getStatus()).isEqualTo(202);
        assertThat(jobs.format).isEqualTo(JobFormat.CSV);
        assertThat(jobs.items).containsExactly("text\na\n");
        assertThat(jobs.submitted)
                .isEqualTo(new NewJob(
                        "ada", "count", Map.of("layers", List.of("entities", "tokens")), List.of("body"), ""));
    }

    @Test
    void knowsAFileByItsNameIfItsTypeSaysNothing() throws IOException {
        submit(form("file=x.jsonl=application/octet-stream", "{}"));
        assertThat(jobs.format).isEqualTo(JobFormat.NDJSON);
        submit(form("file=x.csv=text/plain", "text"));
        assertThat(jobs.format).isEqualTo(JobFormat.CSV);
        assertThat(refused(form("file=x.pdf=application/pdf", "")).detail()).contains("application/x-ndjson", ".csv");
    }

    @Test
    void refusesFormsThatDoNotFit() {
        assertThat(refused(form("file=x.txt=text/plain", "a", "layers", "tokens"))
                        .detail())
                .isEqualTo("body.layers comes after the file, which must be last");
        assertThat(refused(form("kind", "annotate")).detail()).contains("body.file is required");
        assertThat(refused(form("kind", "a".repeat(9_000))).status()).isEqualTo(413);
        assertThat(refused(
                                bytes(
                                        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.txt\"\r\n\r\nhalf"))
                        .status())
                .isEqualTo(400);
        assertThat(refused(bytes("nothing")).status()).isIn(400, 422);
    }

    @Test
    void takesUtf8Only() {
        assertThat(JobForm.format("text/plain; charset=UTF-8", "")).contains(JobFormat.TEXT);
        assertThat(catchThrowableOfType(ProblemException.class, () -> JobForm.format("text/csv;charset=iso-8859-1", ""))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void cancelsARunningJobAndDeletesAnEndedOne() {
        assertThat(((WireJob) resource.delete("01", ADA).getEntity()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(resource.delete("01", ADA).getStatus()).isEqualTo(204);
        assertThat(status(() -> resource.delete("01", ADA))).isEqualTo(404);
    }

    @Test
    void aJobOfAnotherAccountIsNotFound() {
        assertThat(resource.get("01", ADA).id()).isEqualTo("01");
        assertThat(resource.get("01", account("root", "admin")).id()).isEqualTo("01");
        assertThat(status(() -> resource.get("01", BOB))).isEqualTo(404);
        assertThat(status(() -> resource.delete("01", BOB))).isEqualTo(404);
        assertThat(jobs.state).isEqualTo(JobState.RUNNING);
    }

    @Test
    void streamsResultsPageByPage() throws IOException {
        ResultStream stream =
                new ResultStream(after -> jobs.results("01", new Caller("ada", false), after, 4), -1, Long.MAX_VALUE);
        assertThat(stream.open()).isTrue();
        assertThat(jobs.read).containsExactly(-1L);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stream.write(out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(10).allMatch(line -> line.endsWith("{}}"));
        assertThat(jobs.read).containsExactly(-1L, 3L, 7L);
    }

    @Test
    void streamsNoMoreThanWanted() throws IOException {
        ResultStream stream = new ResultStream(after -> jobs.results("01", new Caller("ada", false), after, 4), 1, 5);
        assertThat(stream.open()).isTrue();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stream.write(out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .first()
                .isEqualTo("{\"index\":2,\"result\":{}}");
    }

    @Test
    void linksToTheNextPage() {
        assertThat(new JobFilter(JobState.DONE, "a b", null, 20).query("02"))
                .isEqualTo("state=done&kind=a+b&after=02&limit=20");
        assertThat(new JobFilter(null, "", "", 5).query("02")).isEqualTo("after=02&limit=5");
    }

    @Test
    void limitsAPageButNoStream() {
        assertThat(new ResultRange(-1, null).page()).isEqualTo(100);
        assertThat(new ResultRange(-1, 5_000L).stream()).isEqualTo(5_000);
        assertThat(status(() -> new ResultRange(-1, 5_000L).page())).isEqualTo(422);
    }

    private List<FieldError> errors(String json) {
        ProblemException refused = refusal(json);
        assertThat(refused.status()).isEqualTo(422);
        return refused.errors();
    }

    private ProblemException refusal(String json) {
        return catchThrowableOfType(ProblemException.class, () -> resource.submitBatch(body(json), null, ADA));
    }

    private void submit(InputStream form) throws IOException {
        resource.submitForm(form, "multipart/form-data; boundary=XX", null, ADA);
    }

    private ProblemException refused(InputStream form) {
        return catchThrowableOfType(ProblemException.class, () -> submit(form));
    }

    private static int status(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).status();
    }

    private static InputStream body(String json) {
        return bytes(json.replace('\'', '"'));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Names, or {@code name=file=type}, each with its value. */
    private static InputStream form(String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            String[] field = fields[i].split("=");
            form.append("--XX\r\nContent-Disposition: form-data; name=\"")
                    .append(field[0])
                    .append('"');
            if (field.length > 1) {
                form.append("; filename=\"")
                        .append(field[1])
                        .append("\"\r\nContent-Type: ")
                        .append(field[2]);
            }
            form.append("\r\n\r\n").append(fields[i + 1]).append("\r\n");
        }
        return bytes(form.append("--XX--\r\n").toString());
    }

    private static SecurityContext account(String name, String... roles) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return () -> name;
            }

            @Override
            public boolean isUserInRole(String role) {
                return List.of(roles).contains(role);
            }

            @Override
            public boolean isSecure() {
                return false;
            }

            @Override
            public String getAuthenticationScheme() {
                return "Basic";
            }
        };
    }

    /** Three documents, of which the second was just deleted. */
    private static final class Shelf implements DocumentStore {
        private DocumentQuery asked;

        @Override
        public Document add(String text, AnnotationResult annotations) {
            throw new AssertionError("only read");
        }

        @Override
        public Optional<Document> get(String id) {
            return id.equals("2")
                    ? Optional.empty()
                    : Optional.of(
                            new Document(id, "text " + id, "en", Layers.none(), 1, new TreeMap<>(), Instant.EPOCH));
        }

        @Override
        public boolean delete(String id) {
            throw new AssertionError("only read");
        }

        @Override
        public DocumentPage find(DocumentQuery query) {
            throw new AssertionError("walks over the ids");
        }

        @Override
        public List<DocumentSummary> find(DocumentQuery query, List<String> ids) {
            throw new AssertionError("walks over the ids");
        }

        @Override
        public List<String> ids(DocumentQuery query, String after) {
            asked = query;
            return after.isEmpty() ? List.of("1", "2") : after.equals("2") ? List.of("3") : List.of();
        }
    }
}
