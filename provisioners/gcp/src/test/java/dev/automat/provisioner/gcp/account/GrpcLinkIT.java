package dev.automat.provisioner.gcp.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.PublisherGrpc.PublisherImplBase;
import com.google.pubsub.v1.Topic;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The link as it leads to Google itself: over TLS, to a name. All other tests lead it to fakes in
 * plain text. It runs on what is in the plugin's folder, which leaves out gRPC's other ways through
 * a network.
 */
class GrpcLinkIT {

  private static final Path FOLDER = Path.of("target", "plugins", "gcp");

  @TempDir private Path directory;

  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void reachesByItsNameWhoIsVouchedFor() throws Exception {
    Authority authority = new Authority(directory);
    Server server = listen(authority.issue("localhost"));
    try {
      assertEquals(
          "found " + OneCall.TOPIC, said("localhost:" + server.getPort(), authority.trustStore()));
      assertEquals(1, calls.get());
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void tellsNothingToWhomNobodyVouchesFor() throws Exception {
    Authority authority = new Authority(directory);
    Server other = listen(authority.issue("elsewhere.test"));
    try {
      String answer = said("localhost:" + other.getPort(), authority.trustStore());
      assertTrue(answer.startsWith("refused ") && answer.contains("UNAVAILABLE"), answer);
      assertEquals(0, calls.get());
    } finally {
      other.shutdownNow();
    }
  }

  private Server listen(Path key) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(key)) {
      store.load(in, Authority.PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, Authority.PASSWORD.toCharArray());
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build())
        .addService(new Topics())
        .build()
        .start();
  }

  /** What {@link OneCall} says, with nothing but the plugin and what the program shares with it. */
  private String said(String address, Path trusted) throws Exception {
    Path out = directory.resolve("said");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djavax.net.ssl.trustStore=" + trusted);
    command.add("-Djavax.net.ssl.trustStorePassword=" + Authority.PASSWORD);
    command.add("-cp");
    command.add(String.join(":", FOLDER + "/*", shared(), "target/test-classes"));
    command.add(OneCall.class.getName());
    command.add(address);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("log").toFile())
            .start();
    try {
      assertTrue(process.waitFor(180, TimeUnit.SECONDS), "the call ends");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(directory.resolve("log")));
    return Files.readString(out).strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SPI, its annotations and the log's interface. */
  private static String shared() {
    return List.of(System.getProperty("java.class.path").split(":", -1)).stream()
        .filter(path -> path.matches(".*(provisioner-spi|provisioners/spi/|jspecify|slf4j-api).*"))
        .reduce((one, other) -> one + ":" + other)
        .orElseThrow();
  }

  private final class Topics extends PublisherImplBase {

    @Override
    public void getTopic(GetTopicRequest request, StreamObserver<Topic> answer) {
      calls.incrementAndGet();
      answer.onNext(Topic.newBuilder().setName(request.getTopic()).build());
      answer.onCompleted();
    }
  }
}
