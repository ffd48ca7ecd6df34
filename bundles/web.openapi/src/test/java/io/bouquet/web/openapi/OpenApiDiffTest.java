package io.bouquet.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares resources as two versions of a plugin have them. */
class OpenApiDiffTest {
    private static List<String> breaks(Class<?> before, Class<?> after) {
        return OpenApiDiff.breaks(
                DocumentWriterTest.write(DocumentWriterTest.resource(before)),
                DocumentWriterTest.write(DocumentWriterTest.resource(after)));
    }

    static final class First {
        enum Mood {
            GOOD,
            BAD
        }

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
        @JsonSubTypes({
            @JsonSubTypes.Type(value = Card.class, name = "card"),
            @JsonSubTypes.Type(value = Cash.class, name = "cash")
        })
        sealed interface Payment permits Card, Cash {}

        record Card(String number) implements Payment {}

        record Cash(int sum) implements Payment {}

        record Order(
                String item,
                @Max(100) int count,
                Mood mood,
                long weight,
                Payment payment,
                @Nullable Order next) {}

        record Receipt(
                String id, String note, @Nullable Receipt before, int sum, String mail, int number, Instant at) {}

        @Path("orders")
        @Produces("application/json")
        @Consumes("application/json")
        static final class Orders {
            @POST
            public Receipt order(Order order) {
                throw new UnsupportedOperationException();
            }

            @GET
            public List<Receipt> find(@QueryParam("from") int from, @QueryParam("mood") Mood mood) {
                throw new UnsupportedOperationException();
            }

            @DELETE
            @Path("{id}")
            public void cancel(@PathParam("id") String id) {}
        }
    }

    /** Wider in requests, narrower in answers, with more of everything. */
    static final class Compatible {
        enum Mood {
            GOOD,
            BAD,
            NEUTRAL
        }

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
        @JsonSubTypes({
            @JsonSubTypes.Type(value = CreditCard.class, name = "card"),
            @JsonSubTypes.Type(value = Cash.class, name = "cash"),
            @JsonSubTypes.Type(value = Coupon.class, name = "coupon")
        })
        sealed interface Payment permits CreditCard, Cash, Coupon {}

        record CreditCard(String number) implements Payment {}

        record Cash(int sum) implements Payment {}

        record Coupon(String code) implements Payment {}

        record Purchase(
                String item,
                @Max(200) int count,
                Mood mood,
                double weight,
                Payment payment,
                @Nullable Purchase next,
                String gift) {}

        record Receipt(
                String id,
                String note,
                @Nullable Receipt before,
                int sum,
                String mail,
                int number,
                Instant at,
                String more) {}

        @Path("orders")
        @Produces("application/json")
        @Consumes("application/json")
        static final class Orders {
            @POST
            public Receipt order(Purchase order, @QueryParam("dry") Boolean dry) {
                throw new UnsupportedOperationException();
            }

            @GET
            public List<Receipt> find(@QueryParam("from") int from, @QueryParam("mood") Mood mood) {
                throw new UnsupportedOperationException();
            }

            @DELETE
            @Path("{order}")
            public void cancel(@PathParam("order") String order) {}

            @GET
            @Path("{order}")
            public Receipt get(@PathParam("order") String order) {
                throw new UnsupportedOperationException();
            }
        }
    }

    static final class Breaking {
        enum Mood {
            GOOD
        }

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
        @JsonSubTypes(@JsonSubTypes.Type(value = Cash.class, name = "cash"))
        sealed interface Payment permits Cash {}

        record Cash(@Min(1) int sum) implements Payment {}

        record Order(
                @NotNull String item,
                @Max(10) int count,
                Mood mood,
                String weight,
                Payment payment,
                @JsonProperty(required = true) String address) {}

        record Receipt(
                long id,
                @JsonInclude(JsonInclude.Include.NON_NULL) String note,
                @Nullable Receipt before,
                @Nullable Integer sum,
                long number,
                String at) {}

        @Path("orders")
        @Produces("application/json")
        @Consumes("application/json")
        static final class Orders {
            @POST
            public Receipt order(Order order, @QueryParam("shop") @NotNull String shop) {
                throw new UnsupportedOperationException();
            }

            @GET
            public List<Receipt> find(@QueryParam("mood") Mood mood) {
                throw new UnsupportedOperationException();
            }
        }
    }

    @Test
    void saysNothingOfTheSameApi() {
        assertThat(breaks(First.Orders.class, First.Orders.class)).isEmpty();
    }

    @Test
    void saysNothingOfWhatClientsDoNotFeel() {
        assertThat(breaks(First.Orders.class, Compatible.Orders.class)).isEmpty();
    }

    @Test
    void namesEachThingThatBreaksClients() {
        assertThat(breaks(First.Orders.class, Breaking.Orders.class))
                .containsExactlyInAnyOrder(
                        "DELETE /api/orders/{id} is removed",
                        "GET /api/orders: the query parameter from is removed",
                        "GET /api/orders: the query parameter mood does not take BAD any more",
                        "GET /api/orders: answer[].at has no format now, not date-time",
                        "GET /api/orders: answer[].number has the format int64 now, not int32",
                        "POST /api/orders: answer.at has no format now, not date-time",
                        "POST /api/orders: answer.number has the format int64 now, not int32",
                        "GET /api/orders: answer[].id is integer now, not string",
                        "GET /api/orders: answer[].mail is removed",
                        "GET /api/orders: answer[].note can be missing now",
                        "GET /api/orders: answer[].sum can be null now",
                        "POST /api/orders: the query parameter shop is new and required",
                        "POST /api/orders: answer.id is integer now, not string",
                        "POST /api/orders: answer.mail is removed",
                        "POST /api/orders: answer.note can be missing now",
                        "POST /api/orders: answer.sum can be null now",
                        "POST /api/orders: body.address is new and required",
                        "POST /api/orders: body.count has the maximum 10 now, not 100",
                        "POST /api/orders: body.item is required now",
                        "POST /api/orders: body.mood does not take BAD any more",
                        "POST /api/orders: body.next is removed",
                        "POST /api/orders: body.payment has no alternative card any more",
                        "POST /api/orders: body.payment<cash>.sum has the minimum 1 now",
                        "POST /api/orders: body.weight is string now, not integer");
    }
}
