// An export as a page that a person reads: no script, nothing loaded, every text escaped.
#include "privacy/person_export.hpp"

namespace aksis::privacy {
namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Vos données</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
dt { font-weight: bold; } dd { margin: 0 0 .5rem 1.5rem; } h2 { border-bottom: 1px solid; }
</style>
</head>
<body>
<h1>Les données que nous détenons sur vous</h1>
)";

constexpr std::string_view kRights =
    "<p>Vous pouvez demander leur correction, leur effacement ou la limitation de leur traitement "
    "à votre conseiller ou au délégué à la protection des données, et saisir la CNIL.</p>\n";

void escape(std::string_view text, std::string& out) {
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
}

// "family_name" → "family name".
void heading(std::string_view name, std::string& out) {
  std::string spaced(name);
  for (char& c : spaced)
    if (c == '_') c = ' ';
  escape(spaced, out);
}

void write(const json::Value& value, std::string& out) {
  if (value.IsObject()) {
    out += "<dl>\n";
    for (const auto& member : value.GetObject()) {
      out += "<dt>";
      heading(json::text(member.name), out);
      out += "</dt><dd>";
      write(member.value, out);
      out += "</dd>\n";
    }
    out += "</dl>\n";
  } else if (value.IsArray()) {
    if (value.Empty()) out += "aucun";
    if (!value.Empty()) out += "<ol>\n";
    for (const auto& item : value.GetArray()) {
      out += "<li>";
      write(item, out);
      out += "</li>\n";
    }
    if (!value.Empty()) out += "</ol>\n";
  } else if (value.IsBool()) {
    out += value.GetBool() ? "oui" : "non";
  } else if (value.IsString()) {
    escape(json::text(value), out);
  } else if (value.IsNull()) {
    out += "non renseigné";
  } else {
    escape(json::dump(value), out);
  }
}

}  // namespace

Result<std::string> readable_page(const Holders& holders, std::string_view exported) {
  AKSIS_ASSIGN(document, json::parse(exported));
  std::string out(kHead);
  out += "<p>État au <time>";
  escape(json::text(document, "made_at"), out);
  out += "</time>.</p>\n";
  out += kRights;
  const auto* parts = json::member(document, "parts");
  for (const auto& holder : holders.all()) {
    const auto* part = parts ? json::member(*parts, holder.name) : nullptr;
    if (!part) continue;
    out += "<h2>";
    escape(holder.title_fr, out);
    out += "</h2>\n";
    write(*part, out);
  }
  return out += "</body>\n</html>\n";
}

}  // namespace aksis::privacy
