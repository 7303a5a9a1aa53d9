package dev.automat.provisioner.gcp.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.util.ClassInfo;
import com.google.api.services.sqladmin.SQLAdmin;
import dev.automat.testkit.gcp.SqlFields;
import dev.automat.testkit.gcp.SqlRoute;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the fake knows of the API is what Google's client knows of it, which Google generates from
 * the discovery document. The document itself is not in the client's jar.
 */
class FakeCloudSqlContractTest {

  static Stream<SqlRoute> routes() {
    return SqlRoute.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("routes")
  void hasThePathsOfGooglesClient(SqlRoute route) throws ReflectiveOperationException {
    int dot = route.method().indexOf('.');
    Class<?> request =
        Class.forName(
            "%s$%s$%s"
                .formatted(
                    SQLAdmin.class.getName(),
                    capital(route.method().substring(0, dot)),
                    capital(route.method().substring(dot + 1))));
    assertTrue(AbstractGoogleClientRequest.class.isAssignableFrom(request));
    Field path = request.getDeclaredField("REST_PATH");
    path.setAccessible(true);
    assertEquals(path.get(null), route.template());
  }

  static Stream<Map.Entry<String, Set<String>>> objects() {
    return SqlFields.all().entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void hasNoFieldThatGooglesClientHasNot(Map.Entry<String, Set<String>> object)
      throws ClassNotFoundException {
    Class<?> model = Class.forName("com.google.api.services.sqladmin.model." + object.getKey());
    Set<String> unknown = new TreeSet<>(object.getValue());
    unknown.removeAll(ClassInfo.of(model).getNames());
    assertEquals(Set.of(), unknown);
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
