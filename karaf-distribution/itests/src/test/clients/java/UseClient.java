import com.example.client.ApiClient;
import com.example.client.ApiException;
import com.example.client.IoBouquetDocumentsRestApi;
import com.example.client.IoBouquetTaggingRestApi;
import com.example.client.JSON;
import com.example.client.model.AnnotateAnswer;
import com.example.client.model.AnnotateRequest;
import com.example.client.model.Problem;
import com.example.client.model.Stored;
import java.util.List;

/** Uses the generated client; the arguments are the address of the platform and the header of an account. */
class UseClient {
    public static void main(String[] args) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", args[1]));
        IoBouquetTaggingRestApi tagging = new IoBouquetTaggingRestApi(client);
        System.out.println("taggers: " + (tagging.taggers().getTaggers().size() > 5));
        AnnotateAnswer answer = tagging.annotate(
                new AnnotateRequest().text("Tim Cook was in Berlin.").layers(List.of("entities")).language("en"),
                null, null, null, null, null);
        System.out.println("entity: " + answer.getLayers().get("entities").get(0).getText());
        IoBouquetDocumentsRestApi documents = new IoBouquetDocumentsRestApi(client);
        Stored stored = documents.add(new AnnotateRequest().text("Stored.").language("en"), null);
        System.out.println("document: " + documents.get(stored.getId(), null).getText());
        try {
            tagging.annotate(new AnnotateRequest().text("").offsets("utf9"), null, null, null, null, null);
        } catch (ApiException e) {
            Problem problem = JSON.getDefault().getMapper().readValue(e.getResponseBody(), Problem.class);
            System.out.println("problem: " + e.getCode() + " " + problem.getErrors().size());
        }
    }
}
