import io.bouquet.data.Transactions;
import java.util.List;
import javax.persistence.*;
import javax.ws.rs.*;
import org.osgi.service.component.annotations.*;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/*: db/changelog.sql
--liquibase formatted sql
--changeset ada:1
create table VISIT (NAME varchar(100) not null primary key);
--rollback drop table VISIT;
*/
@Component(service = Guestbook.class) @JaxrsResource @Path("/guests")
public class Guestbook {
    @Entity(name = "Visit")
    static class Visit {
        @Id String name = "";
    }

    @Reference(target = "(data.unit=guestbook)") Transactions transactions;

    @POST @Path("{name}")
    public void visit(@PathParam("name") String name) {
        Visit visit = new Visit();
        visit.name = name;
        transactions.run(entities -> entities.merge(visit));
    }

    @GET @Produces("application/json")
    public List<String> names() {
        return transactions.call(entities ->
                entities.createQuery("select v.name from Visit v order by v.name", String.class).getResultList());
    }
}
