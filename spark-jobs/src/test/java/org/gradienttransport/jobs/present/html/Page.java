package org.gradienttransport.jobs.present.html;

import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A report, parsed. Its scripts are left out: they are no XML. */
final class Page {
  final Document document;

  private Page(Document document) {
    this.document = document;
  }

  static Page of(String html) throws Exception {
    String markup = html.replaceAll("(?s)<script>.*?</script>", "");
    return new Page(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(markup))));
  }

  List<Element> all(String tag) {
    return all(document.getElementsByTagName(tag));
  }

  static List<Element> all(Element parent, String tag) {
    return all(parent.getElementsByTagName(tag));
  }

  private static List<Element> all(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The download of a figure, without its header. */
  static List<String> download(Element figure) {
    Element link =
        all(figure, "a").stream()
            .filter(a -> a.getAttribute("class").equals("data"))
            .findFirst()
            .orElseThrow();
    String address = link.getAttribute("href");
    String csv =
        URLDecoder.decode(address.substring(address.indexOf(',') + 1), StandardCharsets.UTF_8);
    return csv.lines().skip(1).toList();
  }

  /** The query that makes a figure. */
  static String query(Element figure) {
    return all(figure, "code").get(0).getTextContent();
  }
}
