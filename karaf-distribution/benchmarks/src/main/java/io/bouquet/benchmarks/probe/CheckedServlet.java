package io.bouquet.benchmarks.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.validation.Validation;
import javax.validation.Validator;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The same without JAX-RS: Jackson, and Hibernate Validator. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-checked-servlet")
public final class CheckedServlet extends HttpServlet {
    private final transient ObjectMapper json = new ObjectMapper();
    private final transient Validator validator = Validation.byProvider(HibernateValidator.class)
            .providerResolver(() -> List.of(new HibernateValidator()))
            .configure()
            .ignoreXmlConfiguration()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CheckedReview review = json.readValue(request.getInputStream(), CheckedReview.class);
        if (!validator.validate(review).isEmpty()) {
            response.sendError(422);
            return;
        }
        byte[] body = json.writeValueAsBytes(review.kept());
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
