-- Searches narrow by marks, too: with them at hand one scan of the index answers, however many messages hold the words.
CREATE OR REPLACE VIEW mail_index AS
  SELECT id, connection_id, folder_id, conversation_id, internet_message_id, from_address, received_at, is_draft,
    pending_gone, participants, tandem_domains(participants) AS domains, words,
    NOT coalesce(pending_read, is_read) AS is_unread, coalesce(pending_flag, flag_status) = 'flagged' AS is_flagged,
    has_attachments
  FROM mail_messages WHERE workspace_id = nullif(current_setting('app.workspace', true), '')::uuid;
