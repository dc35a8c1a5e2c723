package org.gradienttransport.jobs.present.html;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML that is also well-formed XML. Every text and attribute is escaped by the JDK's own
 * writer, so names and messages of unknown origin stay text.
 */
final class HtmlWriter {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringWriter out = new StringWriter();
  private final XMLStreamWriter xml;

  HtmlWriter() {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the JDK's XML writer cannot be had", e);
    }
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; a null value leaves its attribute out
   */
  HtmlWriter open(String tag, String... attributes) {
    return written(
        () -> {
          xml.writeStartElement(tag);
          attributes(attributes);
        });
  }

  /** Closes the innermost open element. */
  HtmlWriter close() {
    return written(
        () -> {
          xml.writeCharacters("");
          xml.writeEndElement();
        });
  }

  /** An element that never has contents, such as {@code meta}. */
  HtmlWriter empty(String tag, String... attributes) {
    return written(
        () -> {
          xml.writeEmptyElement(tag);
          attributes(attributes);
        });
  }

  /** An element that holds text only. */
  HtmlWriter leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  HtmlWriter text(String text) {
    return written(() -> xml.writeCharacters(clean(text)));
  }

  /** Writes as it is: for our own scripts and styles, never for data. */
  HtmlWriter raw(String trusted) {
    return written(
        () -> {
          // Ends the start tag that may still be open.
          xml.writeCharacters("");
          xml.flush();
          out.write(trusted);
        });
  }

  @Override
  public String toString() {
    written(xml::flush);
    return out.toString();
  }

  private void attributes(String... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        xml.writeAttribute(namesAndValues[i], clean(namesAndValues[i + 1]));
      }
    }
  }

  /** Characters that no HTML may hold become the replacement character. */
  private static String clean(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control =
          (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c >= 0xFFFE;
      boolean lone =
          (Character.isHighSurrogate(c)
                  && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))))
              || (Character.isLowSurrogate(c)
                  && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))));
      if (control || lone) {
        if (clean == null) {
          clean = new StringBuilder(text);
        }
        clean.setCharAt(i, REPLACEMENT);
      }
    }
    return clean == null ? text : clean.toString();
  }

  private HtmlWriter written(Writing writing) {
    try {
      writing.write();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a page could not be written", e);
    }
  }

  private interface Writing {
    void write() throws XMLStreamException;
  }
}
