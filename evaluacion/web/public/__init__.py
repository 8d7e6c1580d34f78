"""The wing for anybody: front page, questionnaires, help, licences, verification, the trial."""
