#include "made_files.hpp"

#include <fstream>

namespace aksis::test {

std::string write_rome(const Folder& folder, const std::string& name, int more,
                       const std::string& word) {
  std::filesystem::copy(std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome", folder.path(name));
  std::ofstream out(folder.path(name) + "/unix_referentiel_savoir.csv",
                    std::ios::binary | std::ios::app);
  for (int i = 0; i < more; ++i)
    out << '"' << 9'000'000 + i << "\",\"" << word << ' ' << i
        << " et tout ce qui en dépend\",Domaines d'expertise\n";
  return folder.path(name);
}

std::string write_offers(const Folder& folder, const std::string& name, int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "{\"id\":\"G" + std::to_string(i) +
            "\",\"intitule\":\"Aide à domicile\",\"romeCode\":\"K1304\",\"description\":\"" +
            std::string(400, 'x') + "\"}\n";
  return folder.write(name, text);
}

}  // namespace aksis::test
