package dev.automat.testkit.aws;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The XML that some services speak. Names are as written: AWS uses one namespace, unprefixed. */
final class Xml {

  private Xml() {}

  static Document parse(String text) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    } catch (SAXException | ParserConfigurationException notXml) {
      throw new IOException("moto answered what is no XML: " + text, notXml);
    }
  }

  static String text(Document document) throws IOException {
    try {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(text));
      return text.toString();
    } catch (TransformerException broken) {
      throw new IOException("an answer could not be written", broken);
    }
  }

  /** All elements of the name, wherever they stand. */
  static List<Element> all(Document document, String name) {
    List<Element> found = new ArrayList<>();
    var nodes = document.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  /** All elements of the name somewhere below another. */
  static List<Element> below(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    var nodes = parent.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  static Optional<Element> first(Document document, String name) {
    return all(document, name).stream().findFirst();
  }

  /** The element of the name right below the parent. */
  static Optional<Element> child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /** The text of the element of the name right below the parent; empty if there is none. */
  static String value(Element parent, String name) {
    return child(parent, name).map(Element::getTextContent).orElse("");
  }

  static void set(Element parent, String name, String value) {
    child(parent, name).orElseGet(() -> add(parent, name)).setTextContent(value);
  }

  static Element add(Element parent, String name) {
    Element added = parent.getOwnerDocument().createElement(name);
    parent.appendChild(added);
    return added;
  }

  static void remove(Element parent, String name) {
    child(parent, name).ifPresent(parent::removeChild);
  }

  static void remove(Element element) {
    element.getParentNode().removeChild(element);
  }

  /** The element as a document of its own. */
  static Element detached(Element element) {
    Document document = element.getOwnerDocument();
    Document own = document.getImplementation().createDocument(null, null, null);
    Element copy = (Element) own.importNode(element, true);
    own.appendChild(copy);
    return copy;
  }

  static void append(Element parent, Element copied) {
    parent.appendChild(parent.getOwnerDocument().importNode(copied, true));
  }
}
